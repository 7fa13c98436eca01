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
      "--B\r\nContent-Disposition: form-data; name=\"a\"; \(disposition)\r\nContent-Type: a/b\r\n\r\nx\r\n--B--\r\n"
        .utf8)
    return runner.run(exchange) { $0.matchedIDs }
  }

  func testRulesSeeTheExtendedNameBesideAnother() throws {
    XCTAssertEqual(try matched("filename=\"a.txt\"; filename*=utf-8''a.txt"), [])
    XCTAssertEqual(try matched("filename=\"a.txt\"; filename*=utf-8''a%2Ephp"), [1, 2, 3])
    XCTAssertEqual(try matched("filename=\"\"; filename*=utf-8''a%2Ephp"), [1, 2, 3])
    XCTAssertEqual(try matched("filename=\"a.php\"; filename*=utf-8''a.txt"), [1, 2, 3])
  }

  /// The cases of ModSecurity 3.0.17's regression tests for its three new variables, and neighbours of each.
  func testCharsetAndLanguageOfAnExtendedNameAndDuplicatesAreTold() throws {
    func matched(_ headers: String) throws -> [Int64] {
      let runner = try RuleRunner(
        """
        SecRequestBodyAccess On
        SecRule MULTIPART_FILENAME_CHARSET:file "@streq utf-8" "id:1,phase:2,pass,t:none,t:lowercase"
        SecRule MULTIPART_FILENAME_LANGUAGE:file "@streq fr" "id:2,phase:2,pass,t:none,t:lowercase"
        SecRule MULTIPART_DUPLICATE_PART_HEADER "@eq 1" "id:3,phase:2,pass"
        SecRule &MULTIPART_FILENAME_CHARSET "@eq 1" "id:4,phase:2,pass"
        SecRule MULTIPART_FILENAME "@streq shell.php" "id:5,phase:2,pass"
        """)
      var exchange = TestExchange()
      exchange.method = "POST"
      exchange.headers = [("Content-Type", "multipart/form-data; boundary=b")]
      exchange.body = Array("--b\r\n\(headers)\r\n\r\nx\r\n--b--\r\n".utf8)
      return runner.run(exchange) { $0.matchedIDs }
    }
    let file = "Content-Disposition: form-data; name=\"file\"; "
    let type = "\r\nContent-Type: image/jpeg"
    XCTAssertEqual(try matched(file + "filename*=UTF-8''shell.php" + type), [1, 4, 5])
    XCTAssertEqual(try matched(file + "filename*=UTF-8'fr'r%C3%A9sum%C3%A9.pdf" + type), [1, 2, 4])
    XCTAssertEqual(try matched(file + "filename*=UTF-8''shell.php; filename=\"image.jpg\"" + type), [1, 4, 5])
    XCTAssertEqual(try matched(file + "filename*=iso-8859-1'en'a.php" + type), [4])
    XCTAssertEqual(try matched(file + "filename=\"shell.php\"" + type), [5])
    XCTAssertEqual(
      try matched(file + "filename*=UTF-8''shell.php\r\n" + file + "filename=\"image.jpg\"" + type), [1, 3, 4, 5])
    XCTAssertEqual(
      try matched(file + "filename=\"a\"" + type + "\r\nContent-Type: application/x-php"), [3])
    XCTAssertEqual(try matched(file + "filename=\"a\"; filename=\"b\"" + type), [3])
  }
}
