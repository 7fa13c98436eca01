import Bytes
import RuleEngine
import XCTest

/// What one match of a rule changes for the next, and what the last phase may not change.
final class MatchEffectTests: XCTestCase {
  private func matched(_ rules: String, _ uri: String) throws -> [String] {
    var exchange = TestExchange()
    exchange.uri = uri
    return try RuleRunner("SecRuleEngine On\n" + rules).run(exchange) { transaction in
      transaction.matches.map { String(decoding: [UInt8]($0.data), as: UTF8.self) }
    }
  }

  func testAnArgumentsMacroIsExpandedAnewAfterAMatch() throws {
    let counting = """
      SecAction "id:1,phase:1,pass,nolog,setvar:tx.n=1"
      SecRule ARGS "@streq %{tx.n}" "id:2,phase:1,pass,nolog,setvar:tx.n=+1"
      SecAction "id:3,phase:1,pass,logdata:'%{tx.n}'"
      """
    XCTAssertEqual(try matched(counting, "/?a=1&b=2&c=3").last, "4")
    XCTAssertEqual(try matched(counting, "/?a=1&b=1&c=1").last, "2")
    let own = """
      SecAction "id:1,phase:1,pass,nolog,setvar:tx.n=0"
      SecRule ARGS "!@streq %{MATCHED_VAR}" "id:2,phase:1,pass,nolog,setvar:tx.n=+1"
      SecAction "id:3,phase:1,pass,logdata:'%{tx.n}'"
      """
    XCTAssertEqual(try matched(own, "/?a=1&b=1&c=2").last, "2")
  }

  func testWhatTheLastPhaseInterruptsWasNotBlocked() throws {
    for action in ["deny", "drop", "redirect:http://a/"] {
      for mode in ["On", "DetectionOnly"] {
        let runner = try RuleRunner(
          """
          SecRuleEngine \(mode)
          SecAction "id:1,phase:5,\(action),log"
          SecAction "id:2,phase:5,pass,log"
          """)
        runner.run(TestExchange()) { transaction in
          XCTAssertEqual(transaction.matchedIDs, [1, 2])
          XCTAssertNil(transaction.block, action)
          XCTAssertNil(transaction.wouldBlock, action)
        }
      }
    }
  }
}
