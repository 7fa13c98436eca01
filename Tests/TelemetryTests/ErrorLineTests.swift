import Foundation
import RuleEngine
import Telemetry
import TestSupport
import XCTest

/// Error-log lines beside the ones Coraza wrote for the same request.
final class ErrorLineTests: XCTestCase {
  private func lines(_ run: LoggedRun) -> [String] {
    run.transaction.matches.map {
      var line: [UInt8] = []
      appendErrorLine(of: $0, in: run.transaction, to: &line)
      return String(decoding: line, as: UTF8.self)
    }
  }

  /// The fields a line begins with, in their order: `[id "1"]` as `id`, `1`.
  private func fields(_ line: String) -> [[String]] {
    line.matches(of: #/\[([a-z_0-9]+) "((?:[^"\\]|\\.)*)"\]/#).map { [String($0.output.1), String($0.output.2)] }
  }

  func testTheFieldsAreCorazasInItsOrder() throws {
    let native = String(decoding: try SharedData.data("vectors/scenarios/aud_cz_native.log"), as: UTF8.self)
    let coraza = native.components(separatedBy: "\n").filter { $0.hasPrefix("[client") }
    // Of the rule that denies there is one line in both; the other rule has one for each value in Coraza.
    let ours = lines(try LoggedRun.audited(format: "JSON"))
    XCTAssertEqual(ours.count, 2)
    let names = ["client", "file", "line", "id", "rev", "msg", "data", "severity", "ver", "maturity", "accuracy"]
    XCTAssertEqual(fields(ours[0]).map { $0[0] }, names + ["tag", "tag", "hostname", "uri", "unique_id"])
    for (our, their) in zip(ours, [coraza[0], coraza[2]]) {
      let wanted = fields(their).filter {
        !["file", "unique_id", "msg", "data"].contains($0[0]) && !$0[0].hasSuffix("_1")
      }
      XCTAssertEqual(fields(our).filter { !["file", "unique_id", "msg", "data"].contains($0[0]) }, wanted)
    }
    XCTAssertTrue(ours[0].contains("] Portcullis: Warning. m ARGS:b [file "), ours[0])
    XCTAssertTrue(ours[1].contains("] Portcullis: Access denied (phase 2). den [file "), ours[1])
  }

  func testALineStaysOneLineAndItsFieldsStayApart() throws {
    let run = try LoggedRun(
      "SecRule ARGS \"@rx .\" \"id:1,phase:1,pass,msg:'%{MATCHED_VAR}',logdata:'%{MATCHED_VAR}'\"",
      uri: "/?a=x%22%5d%0a%00%ff%5c%c3%a9")
    let line = try XCTUnwrap(lines(run).first)
    XCTAssertFalse(line.utf8.contains { $0 < 0x20 })
    XCTAssertEqual(fields(line).first { $0[0] == "data" }?[1], #"x\"]\x0a\x00\xff\\é"#)
  }

  func testALongValueIsCut() throws {
    let run = try LoggedRun(
      "SecRule ARGS \"@rx .\" \"id:1,phase:1,pass,logdata:'%{MATCHED_VAR}'\"",
      uri: "/?a=" + String(repeating: "y", count: 5_000))
    XCTAssertEqual(fields(try XCTUnwrap(lines(run).first)).first { $0[0] == "data" }?[1].count, 280)
  }
}
