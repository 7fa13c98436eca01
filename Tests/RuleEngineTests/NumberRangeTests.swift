import RuleEngine
import XCTest

/// Numbers of rules and of traffic round 2³¹ and 2⁶³: an `Int` has 32 bits where the filter runs, and must never trap.
final class NumberRangeTests: XCTestCase {
  func testSumsAreOf64BitsAndStayAtTheirEnds() throws {
    for (start, change, end) in [
      ("2147483647", "=+1", "2147483648"), ("-2147483648", "=-1", "-2147483649"), ("4294967295", "=+1", "4294967296"),
      ("9223372036854775806", "=+1", "9223372036854775807"), ("9223372036854775807", "=+1", "9223372036854775807"),
      ("-9223372036854775808", "=-1", "-9223372036854775808"), ("-1", "=-9223372036854775807", "-9223372036854775808"),
      ("0", "=--9223372036854775808", "9223372036854775807"), ("99999999999999999999", "=-1", "9223372036854775806"),
      ("1", "=+99999999999999999999", "9223372036854775807"), ("abc", "=+2147483648", "2147483648"),
    ] {
      let runner = try RuleRunner(
        """
        SecAction "id:1,phase:1,pass,nolog,setvar:tx.a=\(start),setvar:tx.a\(change)"
        SecAction "id:2,phase:1,pass,msg:'%{tx.a}'"
        """)
      runner.run(TestExchange()) {
        XCTAssertEqual($0.matches.last?.message.escaped, end, "\(start) \(change)")
      }
    }
  }

  func testHugeNumbersOfTrafficAreComparedAndNotComputedWith() throws {
    let rules = """
      SecRule REQUEST_HEADERS:Content-Length "@gt 2147483647" "id:1,phase:1,pass"
      SecRule REQUEST_HEADERS:Content-Length "@lt 0" "id:2,phase:1,pass"
      SecRule ARGS:n "@ge %{REQUEST_HEADERS.Content-Length}" "id:3,phase:1,pass"
      SecRule ARGS:n "@eq %{REQUEST_HEADERS.Content-Length}" "id:4,phase:1,pass"
      """
    for (length, number, ids) in [
      ("2147483647", "2147483648", [3]), ("2147483648", "2147483648", [1, 3, 4]), ("4294967296", "0", [1]),
      ("18446744073709551616", "9223372036854775807", [1, 3, 4]),
      ("-99999999999999999999", "-9223372036854775808", [2, 3, 4]),
      ("99999999999999999999999999", "-1", [1]),
    ] as [(String, String, [Int64])] {
      var exchange = TestExchange()
      exchange.uri = "/?n=\(number)"
      exchange.headers = [("Content-Length", length)]
      XCTAssertEqual(try RuleRunner(rules).run(exchange).matchedIDs, ids, "\(length) \(number)")
    }
  }

  func testLimitsAndSkipsAsLargeAsTheyMayBeAreKept() throws {
    let runner = try RuleRunner(
      """
      SecRequestBodyAccess On
      SecRequestBodyLimit 1073741824
      SecRequestBodyNoFilesLimit 1073741824
      SecResponseBodyLimit 1073741824
      SecArgumentsLimit 1000000
      SecUploadFileLimit 1000000
      SecRequestBodyJsonDepthLimit 65536
      SecPcreMatchLimit 1000000000
      SecCollectionTimeout 2147483647
      SecAction "id:1,phase:2,pass,skip:1000000"
      SecAction "id:2,phase:2,pass"
      SecRule REQUEST_BODY "@rx a(?!c)" "id:3,phase:3,pass,ctl:responseBodyLimit=1073741824"
      """)
    var exchange = TestExchange()
    exchange.method = "POST"
    exchange.body = Array("ab".utf8)
    for chunkBytes in [1, 7, 4096] {
      exchange.chunkBytes = chunkBytes
      XCTAssertEqual(runner.run(exchange).matchedIDs, [1, 3])
    }
    for text in [
      "SecRequestBodyLimit 2147483648", "SecAction \"id:1,skip:2147483648\"", "SecArgumentsLimit 4294967297",
    ] {
      XCTAssertThrowsError(try RuleRunner(text), text)
    }
  }
}
