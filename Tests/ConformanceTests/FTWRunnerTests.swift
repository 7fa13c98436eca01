import Conformance
import SecLang
import XCTest

/// What is not as expected must be reported: a runner that finds nothing wrong would pass every other test here.
final class FTWRunnerTests: XCTestCase {
  private let rules = """
    SecRuleEngine DetectionOnly
    SecRule ARGS:a "@rx ^x" "id:1,phase:1,deny,log,msg:'found %{MATCHED_VAR}'"
    SecRule ARGS:a "@rx ^x" "id:2,phase:2,pass,nolog"
    SecRule RESPONSE_STATUS "@streq 404" "id:3,phase:3,pass,log"
    """

  func testWhatIsNotAsExpectedIsReported() throws {
    try assertLine({ $0.expectedIDs = [1] }, nil)
    try assertLine({ $0.expectedIDs = [1, 2] }, "expected 2 to be logged; logged 1")
    try assertLine({ $0.forbiddenIDs = [1, 9] }, "expected 1 not to be logged; logged 1")
    try assertLine({ $0.statuses = [200, 403] }, nil)
    try assertLine({ $0.statuses = [400] }, "expected status 400, got 200; logged 1")
    try assertLine({ $0.expectedPattern = #"id "1".*msg "found xy"# }, nil)
    try assertLine({ $0.expectedPattern = "nowhere" }, "expected the log to match 'nowhere'; logged 1")
    try assertLine({ $0.forbiddenPattern = #"id "\d+""# }, #"expected the log not to match 'id "\d+"'; logged 1"#)
    try assertLine({ $0.expectsError = true }, "expected the exchange to fail; logged 1")
    try assertLine({ $0.expectsError = false }, nil)
  }

  func testTheBackendsStatusReachesTheRules() throws {
    try assertLine(uri: "/status/404", { $0.statuses = [404] }, nil)
    try assertLine(uri: "/status/404", { $0.forbiddenIDs = [3] }, "expected 3 not to be logged; logged 3")
  }

  func testARequestWithoutAVersionHasNoStatus() throws {
    try assertLine(version: "", { $0.expectsError = true }, nil)
    try assertLine(version: "", { $0.statuses = [200] }, "expected status 200, got none; logged 1")
  }

  func testACaseThatCannotBeRunFails() throws {
    var item = FTWCase(id: "1-1", file: "", stages: [])
    item.problem = "unknown field 'x'"
    let report = try FTWRunner(server()).run([item])
    XCTAssertEqual(report.failureLines, ["FAIL 1-1: unknown field 'x'; logged nothing"])
    XCTAssertEqual(report.summary, "0 passed, 1 failed, 0 skipped")
  }

  func testExcludedCasesAreSkippedWithTheirReason() throws {
    let item = FTWCase(id: "1-1", file: "", stages: [FTWStage()])
    let report = try FTWRunner(server(), exclusions: ["1-1": "cannot be sent"]).run([item])
    XCTAssertEqual(report.summary, "0 passed, 0 failed, 1 skipped")
    XCTAssertEqual(report.skipped.map(\.reason), ["cannot be sent"])
  }

  private func assertLine(
    uri: String = "/?a=xy", version: String = "HTTP/1.1", _ expect: (inout FTWOutput) -> Void, _ expected: String?,
    line: UInt = #line
  ) throws {
    var stage = FTWStage()
    stage.input.uri = uri
    stage.input.version = version
    stage.input.headers = [("Host", "localhost")]
    expect(&stage.output)
    let report = try FTWRunner(server()).run([FTWCase(id: "7-1", file: "", stages: [stage])])
    XCTAssertEqual(report.failureLines, expected.map { ["FAIL 7-1: \($0)"] } ?? [], line: line)
    let summary = expected == nil ? "1 passed, 0 failed, 0 skipped" : "0 passed, 1 failed, 0 skipped"
    XCTAssertEqual(report.summary, summary, line: line)
  }

  private func server() throws -> InProcessServer {
    let compiled = CompiledRules(Source(name: Array("test.conf".utf8), text: Array(rules.utf8)))
    return InProcessServer(try XCTUnwrap(compiled.program, compiled.findings.joined()))
  }
}
