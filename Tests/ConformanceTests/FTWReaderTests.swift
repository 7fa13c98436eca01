import Conformance
import XCTest

final class FTWReaderTests: XCTestCase {
  func testAFieldNobodyKnowsIsAProblemOfItsTest() throws {
    let cases = try cases(
      """
      rule_id: 1
      tests:
        - {test_id: 1, stages: [{input: {verb: GET}, output: {}}]}
        - {test_id: 2, stages: [{input: {}, output: {log: {contains: x}}}]}
        - {test_id: 3, stages: [{input: {}, output: {log: {expect_ids: [1]}}}]}
      """)
    XCTAssertEqual(cases.map(\.problem), ["unknown field 'verb'", "unknown field 'contains'", nil])
  }

  func testScalarsAreReadAsWritten() throws {
    let item = try XCTUnwrap(
      cases(
        """
        rule_id: 920100
        tests:
          - test_id: 7
            stages:
              - input: {headers: {Keep-Alive: 300, On: yes}, version: HTTP/1.0, data: "a\\nb"}
                output: {status: [200, 404], retry_once: true, expect_error: false, log: {expect_ids: [1, 2]}}
        """
      ).first)
    XCTAssertEqual(item.id, "920100-7")
    XCTAssertEqual(item.stages[0].input.headers.map { "\($0.name)=\($0.value)" }, ["Keep-Alive=300", "On=yes"])
    XCTAssertEqual(item.stages[0].input.data, "a\nb")
    XCTAssertEqual(item.stages[0].output.statuses, [200, 404])
    XCTAssertEqual(item.stages[0].output.expectsError, false)
    XCTAssertTrue(item.stages[0].output.retryOnce)
    XCTAssertEqual(item.stages[0].output.expectedIDs, [1, 2])
  }

  private func cases(_ yaml: String) throws -> [FTWCase] {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).yaml")
    try Data(yaml.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    return try FTWReader().cases(at: file.path)
  }
}
