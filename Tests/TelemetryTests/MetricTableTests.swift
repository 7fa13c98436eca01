import Bytes
import RuleEngine
import Telemetry
import XCTest

final class MetricTableTests: XCTestCase {
  private func name(_ metric: Metric, phase: Phase = .requestHeaders, _ labels: [(String, String)]) -> String {
    var output: [UInt8] = []
    let labels = MetricLabels(labels.map { (name: Array($0.0.utf8), value: Array($0.1.utf8)) })
    metric.appendName(ruleID: 949110, phase: phase, labels, to: &output)
    return String(decoding: output, as: UTF8.self)
  }

  /// The names consumers read; source: the project's reference on counters.
  func testCountersAreNamedAsTheirConsumersExpect() {
    let labels = [("owner", "team-a"), ("identifier", "policy")]
    XCTAssertEqual(name(.transactions, labels), "waf_filter.tx.total")
    XCTAssertEqual(name(.wouldBlock, labels), "waf_filter.tx.would_block_identifier=policy_owner=team-a")
    XCTAssertEqual(
      name(.interruptions, phase: .requestBody, labels),
      "waf_filter.tx.interruptions_ruleid=949110_phase=http_request_body_identifier=policy_owner=team-a")
    XCTAssertEqual(
      name(.interruptions, phase: .responseHeaders, []),
      "waf_filter.tx.interruptions_ruleid=949110_phase=http_response_headers")
  }

  func testOtherLabelsFollowSorted() {
    let labels = [("zone", "1"), ("authority", "x"), ("owner", "o"), ("identifier", "i")]
    XCTAssertEqual(name(.wouldBlock, labels), "waf_filter.tx.would_block_identifier=i_owner=o_authority=x_zone=1")
  }

  func testTheTableIsSortedAndNamesAreDistinct() {
    let names = metricTable.map { "\($0.name)" }
    XCTAssertEqual(names, names.sorted())
    XCTAssertEqual(Set(names).count, names.count)
  }

  /// Source: issue 5, item 6; only the three counters consumers know begin with `waf_filter.`.
  func testOwnMetricsStandOutsideThePrefixOfTheThreeCounters() {
    let ours = metricTable.map { "\($0.name)" }.filter { $0.hasPrefix("waf_filter.") }
    XCTAssertEqual(
      ours, ["waf_filter.tx.interruptions", "waf_filter.tx.total", "waf_filter.tx.would_block"])
    XCTAssertEqual(
      name(.ruleHits, phase: .requestBody, [("owner", "o")]),
      "waf_rules.hits_ruleid=949110_phase=http_request_body_owner=o")
    XCTAssertEqual(name(.errors, []), "waf_engine.errors_kind=host_call")
  }
}
