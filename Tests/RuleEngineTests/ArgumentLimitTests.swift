import Bytes
import RuleEngine
import XCTest

/// What SecArgumentsLimit leaves out no rule sees: that some was left out, one must.
final class ArgumentLimitTests: XCTestCase {
  private func errors(_ query: String, _ type: String, _ body: String) throws -> [String] {
    let runner = try RuleRunner(
      """
      SecRequestBodyAccess On
      SecArgumentsLimit 2
      SecParseXmlIntoArgs On
      SecRule REQUEST_HEADERS:Content-Type "json" "id:1,phase:1,pass,nolog,ctl:requestBodyProcessor=JSON"
      SecRule REQUEST_HEADERS:Content-Type "xml" "id:2,phase:1,pass,nolog,ctl:requestBodyProcessor=XML"
      SecRule REQBODY_ERROR "@eq 1" "id:3,phase:2,pass,logdata:'%{REQBODY_ERROR_MSG}'"
      """)
    var exchange = TestExchange()
    exchange.method = "POST"
    exchange.uri = "/?" + query
    exchange.headers = [("Content-Type", type)]
    exchange.body = Array(body.utf8)
    return runner.run(exchange) { transaction in
      transaction.matches.filter { $0.rule.metadata.id == 3 }.map { String(decoding: [UInt8]($0.data), as: UTF8.self) }
    }
  }

  func testAFormLongerThanABodyWithoutFilesMayBeIsReadAndAnError() throws {
    let runner = try RuleRunner(
      """
      SecRequestBodyAccess On
      SecRequestBodyNoFilesLimit 8
      SecRule ARGS_POST "@rx ." "id:1,phase:2,pass,logdata:'%{MATCHED_VAR_NAME}=%{MATCHED_VAR}'"
      SecRule REQBODY_ERROR "@eq 1" "id:2,phase:2,pass"
      """)
    var exchange = TestExchange()
    exchange.method = "POST"
    exchange.headers = [("Content-Type", "application/x-www-form-urlencoded")]
    exchange.body = Array("a=1&b=23456&c=7".utf8)
    let (data, ids) = runner.run(exchange) { transaction in
      (transaction.matches.map { String(decoding: [UInt8]($0.data), as: UTF8.self) }, transaction.matchedIDs)
    }
    XCTAssertEqual(ids, [1, 2])
    XCTAssertEqual(data.first, "ARGS_POST:c=7")
  }

  func testArgumentsBeyondTheLimitAreAnErrorOfTheBody() throws {
    let message = "There are more arguments than SecArgumentsLimit allows."
    let form = "application/x-www-form-urlencoded"
    let multipart = "multipart/form-data; boundary=B"
    func part(_ name: String) -> String { "--B\r\nContent-Disposition: form-data; name=\(name)\r\n\r\n1\r\n" }
    let parts = part("a") + part("b")
    XCTAssertEqual(try errors("a=1&b=2", form, ""), [])
    XCTAssertEqual(try errors("a=1&b=2&c=3", form, ""), [message])
    XCTAssertEqual(try errors("", form, "a=1&b=2"), [])
    XCTAssertEqual(try errors("", form, "a=1&b=2&c=3"), [message])
    XCTAssertEqual(try errors("a=1", form, "b=2&c=3"), [message])
    XCTAssertEqual(try errors("", multipart, parts + "--B--\r\n"), [])
    XCTAssertEqual(try errors("", multipart, parts + part("c") + "--B--\r\n"), [message])
    XCTAssertEqual(try errors("", "text/xml", "<r>a<b/>b</r>"), [])
    XCTAssertEqual(try errors("", "text/xml", "<r>a<b/>b<b/>c</r>"), [message])
    XCTAssertEqual(try errors("", "application/json", "[1,2]"), [])
    XCTAssertEqual(try errors("", "application/json", "[1,2,3]").count, 1)
  }
}
