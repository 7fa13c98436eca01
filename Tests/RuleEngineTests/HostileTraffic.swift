import Foundation
import RuleCompiler
import RuleEngine
import TestSupport
import XCTest

/// Traffic made to break a parser or an engine, against a rule set: a defined result every time.
///
/// The rule set holds the recommended configuration, and rules that see attacks at the places where they hide here.
struct HostileTraffic {
  /// Compiles the rule set.
  let makeRunner: (CompilerOptions) throws -> RuleRunner
  /// The ids of its rules against SQL injection.
  let injection: Range<Int64>
  /// The ids of its rules about requests that break the protocol.
  let protocolViolation: Range<Int64>
  /// How many random exchanges are run.
  let rounds: Int

  /// What the values of a transaction may take at most for each byte it received: copies, names, and the forms of values
  /// that rules asked for, each pipeline's steps apart.
  private let memoryFactor = 16
  /// What they may take besides, for any request.
  private let memoryBase = 131_072

  func run(_ runner: RuleRunner, _ exchange: TestExchange, _ name: String) -> Transaction {
    let transaction = runner.run(exchange)
    var received = exchange.uri.utf8.count + exchange.body.count + exchange.responseBody.count
    for (name, value) in exchange.headers + exchange.responseHeaders { received += name.utf8.count + value.utf8.count }
    XCTAssertLessThanOrEqual(transaction.allocatedBytes, memoryBase + memoryFactor * received, name)
    return transaction
  }

  func post(_ contentType: String, _ body: [UInt8]) -> TestExchange {
    var exchange = TestExchange()
    exchange.method = "POST"
    exchange.headers = [
      ("Host", "example.com"), ("User-Agent", "test"), ("Accept", "*/*"), ("Content-Type", contentType),
      ("Content-Length", "\(body.count)"),
    ]
    exchange.body = body
    return exchange
  }

  func post(_ contentType: String, _ body: String) -> TestExchange { post(contentType, Array(body.utf8)) }

  func tenThousandArgumentsAreRefused() throws {
    let runner = try makeRunner(CompilerOptions())
    let form = (0..<10_000).map { "a\($0)=\($0)" }.joined(separator: "&")
    let json = "{" + (0..<10_000).map { "\"a\($0)\":\($0)" }.joined(separator: ",") + "}"
    var query = TestExchange()
    query.uri = "/?" + form
    for (name, exchange) in [
      ("form", post("application/x-www-form-urlencoded", form)), ("JSON", post("application/json", json)),
      ("query", query),
    ] {
      let transaction = run(runner, exchange, name)
      XCTAssertEqual(transaction.interruption?.status ?? 0 >= 400, true, name)
      XCTAssertTrue(transaction.matchedIDs.contains(200_007) || transaction.matchedIDs.contains(200_002), name)
    }
  }

  func deepJSONIsReadAndTooDeepJSONIsRefused() throws {
    let runner = try makeRunner(CompilerOptions())
    func nested(_ depth: Int) -> String {
      String(repeating: "{\"a\":[", count: depth / 2) + "\"1 union select password from users\""
        + String(repeating: "]}", count: depth / 2)
    }
    let deep = run(runner, post("application/json", nested(100)), "100 deep")
    XCTAssertTrue(deep.matchedIDs.contains { injection.contains($0) }, "what lies deep is seen")
    XCTAssertFalse(deep.matchedIDs.contains(200_002))
    let tooDeep = run(runner, post("application/json", nested(1_000)), "1000 deep")
    XCTAssertEqual(tooDeep.interruption?.ruleID, 200_002)
    let open = run(runner, post("application/json", String(repeating: "[", count: 100_000)), "unclosed")
    XCTAssertEqual(open.interruption?.ruleID, 200_002)
    let xml = String(repeating: "<a>", count: 20_000)
    XCTAssertEqual(run(runner, post("text/xml", xml), "XML").interruption?.ruleID, 200_002)
  }

  func aMultipartBodyThatIsCutOffAnywhereIsRefused() throws {
    let runner = try makeRunner(CompilerOptions())
    let body = Array(
      """
      --BB\r
      Content-Disposition: form-data; name="field"\r
      \r
      value\r
      --BB\r
      Content-Disposition: form-data; name="up"; filename="a.txt"\r
      Content-Type: text/plain\r
      \r
      text\r
      --BB--\r\n
      """.utf8)
    let whole = run(runner, post("multipart/form-data; boundary=BB", body), "whole")
    XCTAssertFalse(whole.matchedIDs.contains(200_002))
    // The closing line is complete without its line end.
    for length in 1..<(body.count - 2) {
      let cut = run(runner, post("multipart/form-data; boundary=BB", Array(body[..<length])), "cut at \(length)")
      XCTAssertTrue(cut.matchedIDs.contains(200_002), "cut at \(length): \(cut.matchedIDs)")
      XCTAssertEqual(cut.interruption?.status, 400, "cut at \(length)")
    }
  }

  func nulsAndInvalidUTF8AreValuesLikeOthers() throws {
    let runner = try makeRunner(CompilerOptions())
    for (name, uri) in [
      ("NUL", "/?a=%00"), ("overlong", "/?a=%c0%80"), ("surrogate", "/?a=%ed%a0%80"), ("beyond", "/?a=%f8%88%80%80%80"),
      ("cut", "/?a=%e2%82"), ("name", "/?%ff%00=1"), ("path", "/%00/%ff"), ("all", "/?a=%00%ff%fe%80"),
    ] {
      var exchange = TestExchange()
      exchange.uri = uri
      exchange.headers = [("Host", "example.com"), ("X-A", "\u{0}\u{80}"), ("Cookie", "a=\u{0};\u{0}=b")]
      let transaction = run(runner, exchange, name)
      XCTAssertTrue(
        transaction.matchedIDs.contains { protocolViolation.contains($0) }, "\(name): \(transaction.matchedIDs)")
    }
    let bytes = (0..<2_048).map { UInt8(truncatingIfNeeded: $0 &* 167) }
    for type in [
      "application/x-www-form-urlencoded", "application/json", "text/xml", "multipart/form-data; boundary=B", "a/b",
    ] { _ = run(runner, post(type, bytes), type) }
  }

  func hugeHeadersAndManyHeadersHaveAResult() throws {
    let runner = try makeRunner(CompilerOptions())
    var huge = TestExchange()
    huge.headers = [("Host", "example.com"), ("X-Huge", String(repeating: "a ", count: 32_768))]
    XCTAssertNotNil(run(runner, huge, "one of 64 KiB").matches)
    var many = TestExchange()
    many.headers = (0..<2_000).map { ("X-\($0)", "v\($0)") }
    _ = run(runner, many, "2000 headers")
    var cookies = TestExchange()
    cookies.headers = [("Cookie", (0..<2_000).map { "c\($0)=v" }.joined(separator: "; "))]
    _ = run(runner, cookies, "2000 cookies")
    var long = TestExchange()
    long.uri = "/" + String(repeating: "a/", count: 16_384)
    _ = run(runner, long, "a path of 32 KiB")
    let text = String(repeating: "Lorem ipsum, dolor sit amet. ", count: 4_096)
    for type in ["application/x-www-form-urlencoded", "text/plain"] {
      _ = run(runner, post(type, "a=" + text), "116 KiB of \(type)")
    }
  }

  func randomExchangesEndTheSameWithEverySwitch() throws {
    let runners = try OptionSet.all.map { ($0, try makeRunner($0.compiler)) }
    var random = Random(seed: 20_260_821)
    for round in 0..<rounds {
      var exchange = exchange(&random)
      var expected: [Int64]?
      for (options, runner) in runners {
        exchange.chunkBytes = options.chunkBytes
        let ids = run(runner, exchange, "round \(round)").matchedIDs
        XCTAssertEqual(ids, expected ?? ids, "round \(round) \(options.name): \(exchange)")
        expected = expected ?? ids
      }
    }
  }

  private func exchange(_ random: inout Random) -> TestExchange {
    let pieces = [
      "union select", "' or 1=1--", "<script>", "alert(1)", "../../etc/passwd", "%00", "%u0041", "&#x3c;", "\\x3c",
      "/*",
      "*/", "${jndi:ldap://x}", ";cat /etc/passwd", "|id", "{{7*7}}", "a", "0", " ", "\n", "é", "\u{0}", "=", "&", ";",
      "php://input", "eval(", "http://10.0.0.1/", "\"", "{", "}", "[", "]", ":", ",", "<a b='c'>", "</a>", "--B",
      "--B--",
      "\r\n", "Content-Disposition: form-data; name=\"x\"", "sleep(5)", "0x41", "\\u0041", "%",
    ]
    func text(_ limit: Int) -> String { (0..<random.below(limit)).map { _ in random.pick(pieces) }.joined() }
    func plain(_ limit: Int) -> String { text(limit).filter { !$0.isNewline } }
    var exchange = TestExchange()
    exchange.method = random.pick(["GET", "POST", "PUT", "HEAD", "FOO", ""])
    exchange.uri = random.pick(["/", "", "*", "http://h/", "/a?"]) + plain(8)
    exchange.version = random.pick(["HTTP/1.0", "HTTP/1.1", "HTTP/2", "x"])
    exchange.headers = [
      ("Host", random.pick(["example.com", "127.0.0.1", ""])),
      (random.pick(["User-Agent", "Referer", "X-A"]), plain(5)),
      ("Cookie", plain(6)),
      (
        "Content-Type",
        random.pick([
          "application/x-www-form-urlencoded", "application/json", "text/xml", "multipart/form-data; boundary=B",
          "text/plain", "",
        ])
      ),
    ]
    exchange.body = Array(text(20).utf8)
    exchange.responseHeaders = [("Content-Type", random.pick(["text/html", "image/png", ""]))]
    exchange.responseBody = Array((text(10) + random.pick(["", "ORA-00933: SQL command", "<?php", "Index of /"])).utf8)
    exchange.status = random.pick([200, 404, 500])
    return exchange
  }
}
