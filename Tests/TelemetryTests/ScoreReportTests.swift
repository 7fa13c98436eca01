import RuleEngine
import Telemetry
import XCTest

final class ScoreReportTests: XCTestCase {
  /// Scores kept the way the Core Rule Set keeps them.
  private let rules = """
    SecAction "id:1,phase:1,pass,nolog,setvar:tx.critical_anomaly_score=5,setvar:tx.warning_anomaly_score=3"
    SecRule ARGS:a "@rx x" "id:2,phase:1,pass,setvar:'tx.inbound_anomaly_score_pl1=+%{tx.critical_anomaly_score}'"
    SecRule ARGS:a "@rx x" "id:3,phase:1,pass,chain"
    SecRule ARGS:b "@rx y" "setvar:'tx.inbound_anomaly_score_pl2=+%{tx.warning_anomaly_score}'"
    SecRule ARGS:a "@rx q" "id:4,phase:1,pass,setvar:'tx.inbound_anomaly_score_pl3=+%{tx.critical_anomaly_score}'"
    SecRule ARGS:b "@rx y" "id:5,phase:1,pass,setvar:'tx.outbound_anomaly_score_pl1=+4'"
    """

  private func text(_ report: ScoreReport) -> String {
    var output: [UInt8] = []
    report.append(to: &output)
    return String(decoding: output, as: UTF8.self)
  }

  func testScoresAreToldByDirectionAndParanoiaLevelWithTheRulesThatAdded() throws {
    let report = ScoreReport(try LoggedRun(rules, uri: "/?a=x&b=y").transaction)
    XCTAssertEqual(report.inbound, [5, 3, 0, 0])
    XCTAssertEqual(report.outbound, [4, 0, 0, 0])
    XCTAssertEqual(report.inboundTotal, 8)
    XCTAssertEqual(report.contributions.map(\.ruleID), [2, 3, 5])
    XCTAssertEqual(report.contributions.map(\.points), [5, 3, 4])
    XCTAssertEqual(
      text(report),
      "inbound 8 (pl1 5, pl2 3, pl3 0, pl4 0), outbound 4 (pl1 4, pl2 0, pl3 0, pl4 0), "
        + "rules 2 (inbound pl1 +5), 3 (inbound pl2 +3), 5 (outbound pl1 +4)")
  }

  func testWithoutScoresThereIsNothingToTell() throws {
    let report = ScoreReport(try LoggedRun("SecAction \"id:1,phase:1,pass\"", uri: "/").transaction)
    XCTAssertEqual(report.contributions.count, 0)
    XCTAssertEqual(
      text(report), "inbound 0 (pl1 0, pl2 0, pl3 0, pl4 0), outbound 0 (pl1 0, pl2 0, pl3 0, pl4 0)")
  }
}
