import Bytes
import RuleEngine
import XCTest

/// What a transaction may not take it does not take, and its host is told so once.
final class BudgetTests: XCTestCase {
  private static let rules = """
    SecRuleEngine On
    SecRequestBodyAccess On
    SecAction "id:1,phase:1,pass,nolog,ctl:requestBodyProcessor=JSON"
    SecRule REQUEST_COOKIES|ARGS|ARGS_NAMES "@rx ^(?:a+|b)x" "id:2,phase:2,pass,nolog,t:urlDecodeUni,t:lowercase"
    SecRule ARGS "@contains evil" "id:3,phase:2,deny,status:403"
    """

  private func transaction(
    memory: Int = .max, work: Int64 = .max, rules: String = rules, headers: [(String, String)] = []
  ) throws -> Transaction {
    let runner = try RuleRunner(rules)
    let transaction = Transaction(
      runner.engine, id: Array("id".utf8).span, time: WallClock(unixNanoseconds: 1_795_228_023_744_581_877))
    transaction.limits.memoryBytes = memory
    transaction.limits.work = work
    transaction.setRequestLine(
      method: Array("POST".utf8).span, uri: Array("/".utf8).span, protocol: Array("HTTP/1.1".utf8).span)
    for (name, value) in headers {
      transaction.addRequestHeader(name: Array(name.utf8).span, value: Array(value.utf8).span)
    }
    return transaction
  }

  private func failure(_ verdict: Verdict) -> EngineFailure? {
    if case .failed(let failure) = verdict { return failure }
    return nil
  }

  func testCookiesBeyondTheMemoryAreNotTaken() throws {
    let cookies = (0..<13_500).map { "c\($0)=1" }.joined(separator: ";")
    let transaction = try transaction(memory: 200_000, headers: [("cookie", cookies)])
    XCTAssertEqual(failure(transaction.runRequestHeaders()), .memory)
    XCTAssertLessThan(transaction.memoryBytes, 400_000)
    XCTAssertNil(failure(transaction.runRequestBody()), "the host knows")
  }

  func testABodyThatMakesMuchOfItselfIsCharged() throws {
    let body = Array(
      "{\"\(String(repeating: "k", count: 400))\":[\(Array(repeating: "1", count: 200).joined(separator: ","))]}".utf8)
    let free = try transaction()
    XCTAssertNil(failure(free.runRequestHeaders()))
    _ = free.appendRequestBody(body.span)
    XCTAssertNil(failure(free.runRequestBody()))
    let limited = try transaction(memory: free.memoryBytes / 2)
    XCTAssertNil(failure(limited.runRequestHeaders()))
    _ = limited.appendRequestBody(body.span)
    XCTAssertEqual(failure(limited.runRequestBody()), .memory)
    XCTAssertLessThan(limited.memoryBytes, free.memoryBytes)
  }

  func testWorkIsCountedAndEnds() throws {
    let body = Array("{\"a\":\"\(String(repeating: "b", count: 20_000))\"}".utf8)
    let free = try transaction()
    _ = free.runRequestHeaders()
    _ = free.appendRequestBody(body.span)
    XCTAssertNil(failure(free.runRequestBody()))
    XCTAssertGreaterThan(free.work, 20_000)
    let limited = try transaction(work: free.work / 2)
    _ = limited.runRequestHeaders()
    _ = limited.appendRequestBody(body.span)
    XCTAssertEqual(failure(limited.runRequestBody()), .work)
    XCTAssertEqual(limited.failure, .work)
    limited.runLogging()
  }

  func testARuleThatDeniesComesBeforeAFailureToDecide() throws {
    let rules = """
      SecRuleEngine On
      SecPcreMatchLimit 100
      SecRule REQUEST_HEADERS:A "@rx (a+)+\\1b" "id:1,phase:1,pass,nolog"
      SecRule REQUEST_HEADERS:B "@streq evil" "id:2,phase:1,deny,status:403"
      """
    let headers = [("a", String(repeating: "a", count: 2_000))]
    let undecided = try transaction(rules: rules, headers: headers)
    XCTAssertEqual(failure(undecided.runRequestHeaders()), .undecided)
    XCTAssertNil(failure(undecided.runRequestBody()), "it is said once")
    let denied = try transaction(rules: rules, headers: headers + [("b", "evil")])
    guard case .interrupt(let end) = denied.runRequestHeaders() else { return XCTFail("not denied") }
    XCTAssertEqual(end.ruleID, 2)
  }

  func testWhatLogsSayOfALongValueIsCutWhenItIsNoted() throws {
    let rules = (10..<50).map {
      "SecRule REQUEST_HEADERS:A \"@rx ^a\" \"id:\($0),phase:1,pass,log,msg:'m %{MATCHED_VAR}',logdata:'found %{MATCHED_VAR}'\""
    }.joined(separator: "\n")
    let transaction = try transaction(rules: rules, headers: [("a", String(repeating: "a", count: 500_000))])
    XCTAssertNil(failure(transaction.runRequestHeaders()))
    XCTAssertEqual(transaction.matches.count, 40)
    XCTAssertLessThan(transaction.memoryBytes, 700_000, "one copy of the value, not forty")
    for match in transaction.matches {
      XCTAssertTrue(String(decoding: [UInt8](match.data), as: UTF8.self).hasSuffix("(498976 bytes omitted)"))
    }
  }
}
