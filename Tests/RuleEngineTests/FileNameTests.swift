import RuleEngine
import XCTest

/// Which names of a file rules see.
final class FileNameTests: XCTestCase {
  private func matched(_ disposition: String) throws -> [Int64] {
    let runner = try RuleRunner(
      """
      SecRequestBodyAccess On
      SecRule FILES "@endsWith .php" "id:1,phase:2,pass"
      SecRule MULTIPART_FILENAME "@endsWith .php" "id:2,phase:2,pass"
      SecRule MULTIPART_STRICT_ERROR "@eq 1" "id:3,phase:2,pass"
      SecRule REQBODY_ERROR "@eq 1" "id:4,phase:2,pass"
      """)
    var exchange = TestExchange()
    exchange.method = "POST"
    exchange.headers = [("Content-Type", "multipart/form-data; boundary=B")]
    exchange.body = Array(
      "--B\r\nContent-Disposition: form-data; name=\"a\"; \(disposition)\r\n\r\nx\r\n--B--\r\n".utf8)
    return runner.run(exchange) { $0.matchedIDs }
  }

  func testRulesSeeTheExtendedNameBesideAnother() throws {
    XCTAssertEqual(try matched("filename=\"a.txt\"; filename*=utf-8''a.txt"), [])
    XCTAssertEqual(try matched("filename=\"a.txt\"; filename*=utf-8''a%2Ephp"), [1, 2, 3])
    XCTAssertEqual(try matched("filename=\"\"; filename*=utf-8''a%2Ephp"), [1, 2, 3])
    XCTAssertEqual(try matched("filename=\"a.php\"; filename*=utf-8''a.txt"), [1, 2, 3])
  }
}
