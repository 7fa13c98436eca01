import RuleLibrary
import SecLang
import XCTest

/// What the recommended configuration decides about bodies that are written in an unusual way, or cut by us.
final class BodyVerdictTests: XCTestCase {
  private func matched(_ rules: String, _ contentType: String, _ body: String) throws -> [Int64] {
    var exchange = TestExchange()
    exchange.method = "POST"
    exchange.headers = [("Content-Type", contentType), ("Host", "a")]
    exchange.body = Array(body.utf8)
    let runner = try RuleRunner(
      """
      Include @recommended-conf
      SecRuleEngine On
      \(rules)
      """, files: BuiltinLoader(MemorySourceLoader()))
    return runner.run(exchange) { $0.matchedIDs }
  }

  func testABoundaryInQuotesAloneIsNoReasonToDeny() throws {
    func matched(_ contentType: String, _ line: String = "--B") throws -> [Int64] {
      let body = "\(line)\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--B--\r\n"
      let rule = "SecRule MULTIPART_BOUNDARY_QUOTED \"@eq 1\" \"id:1,phase:2,pass\""
      return try self.matched(rule, contentType, body).filter { $0 < 200_005 }
    }
    XCTAssertEqual(try matched("multipart/form-data; boundary=B"), [])
    XCTAssertEqual(try matched("multipart/form-data; boundary=\"B\""), [1])
    XCTAssertEqual(try matched("multipart/form-data; \r\n\tboundary=\"B\""), [1])
    XCTAssertEqual(try matched("multipart/form-data; boundary=\"B\"", "pre\r\n--B"), [200_003])
    XCTAssertEqual(try matched("multipart/form-data; boundary= \"B\""), [200_003])
    XCTAssertEqual(try matched("multipart/form-data; boundary=\"B\"", "--\"B\""), [200_002])
  }

  /// Each body stands beside a limit that cuts it where an error would be, were the end its own.
  func testACutIsNoMalformation() throws {
    func matched(_ contentType: String, _ body: String, at limit: Int) throws -> [Int64] {
      let rules = """
        SecRequestBodyLimit \(limit)
        SecRequestBodyLimitAction ProcessPartial
        SecRule URLENCODED_ERROR "@eq 1" "id:1,phase:2,pass"
        SecRule ARGS "@contains evil" "id:2,phase:2,pass"
        """
      return try self.matched(rules, contentType, body)
    }
    let form = "application/x-www-form-urlencoded"
    XCTAssertEqual(try matched(form, "a=evil%41b", at: 6), [2])
    XCTAssertEqual(try matched(form, "a=evil%41b", at: 7), [2])
    XCTAssertEqual(try matched(form, "a=evil%41b", at: 8), [2])
    XCTAssertEqual(try matched(form, "a=evil%4", at: 8), [1, 2])
    XCTAssertEqual(try matched(form, "a=evil%zzb", at: 9), [1, 2])
    XCTAssertEqual(try matched("application/json", "{\"a\":\"evil\"}", at: 10), [200_001, 2])
    XCTAssertEqual(try matched("application/json", "{\"a\":\"evil\"", at: 11), [200_001, 200_002])
    XCTAssertEqual(try matched("application/json", "{\"a\":evil\"}", at: 10), [200_001, 200_002])
  }
}
