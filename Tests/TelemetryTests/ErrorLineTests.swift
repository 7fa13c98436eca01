import RuleEngine
import Telemetry
import XCTest

/// What an error-log line holds, whatever the traffic.
final class ErrorLineTests: XCTestCase {
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

/// The error-log lines of a run, one for each match.
func lines(_ run: LoggedRun) -> [String] {
  run.transaction.matches.map {
    var line: [UInt8] = []
    appendErrorLine(of: $0, in: run.transaction, to: &line)
    return String(decoding: line, as: UTF8.self)
  }
}

/// The fields a line begins with, in their order: `[id "1"]` as `id`, `1`.
func fields(_ line: String) -> [[String]] {
  line.matches(of: #/\[([a-z_0-9]+) "((?:[^"\\]|\\.)*)"\]/#).map { [String($0.output.1), String($0.output.2)] }
}
