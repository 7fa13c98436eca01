import RuleEngine
import XCTest

/// RULE: what a rule says of itself, to its own test and texts; the links of a chain are their head's.
final class RuleVariableTests: XCTestCase {
  func testARuleSeesItsOwnMetadata() throws {
    let runner = try RuleRunner(
      """
      SecRule RULE:id "@eq 7" "id:7,phase:1,pass,rev:3,severity:2,msg:'text',logdata:'%{RULE.id} %{RULE.rev} %{RULE.severity} %{RULE.msg}'"
      SecRule RULE:severity "@lt 3" "id:8,phase:1,pass,severity:1"
      SecRule RULE:severity "@rx ." "id:9,phase:1,pass"
      SecRule ARGS:a "@rx ." "id:10,phase:1,pass,chain,logdata:'%{RULE.id}'"
      SecRule RULE:id "@eq 10" "t:none"
      """)
    var exchange = TestExchange()
    exchange.uri = "/?a=1"
    runner.run(exchange) { transaction in
      XCTAssertEqual(transaction.matchedIDs, [7, 8, 10])
      XCTAssertEqual(transaction.matches.first?.data.escaped, "7 3 2 text")
      XCTAssertEqual(transaction.matches.last?.data.escaped, "10")
    }
  }
}
