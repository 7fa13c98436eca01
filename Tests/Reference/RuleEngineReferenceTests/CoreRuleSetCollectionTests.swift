import ReferenceSupport
import XCTest

@testable import RuleEngineTests

final class CoreRuleSetCollectionTests: ReferenceTestCase {
  override class var needs: [String] { ["crs/4.28.0"] }
  override class var cases: Cases { Cases(1, "rule set") }

  func testTheCoreRuleSetOpensItsCollectionsWhenAsked() throws {
    let counter =
      "SecRule &IP:seen \"@eq 1\" \"id:3,phase:1,pass\"\nSecAction \"id:4,phase:1,pass,nolog,setvar:ip.seen=1\""
    let runner = try RuleRunner.coreRuleSet(
      before: "SecAction \"id:2,phase:1,pass,nolog,setvar:tx.enable_default_collections=1\"", after: counter)
    var exchange = TestExchange()
    exchange.clientAddress = "10.0.0.1"
    exchange.headers = [("Host", "example.com"), ("User-Agent", "one")]
    XCTAssertFalse(runner.run(exchange).matchedIDs.contains(3))
    XCTAssertTrue(runner.run(exchange).matchedIDs.contains(3))
    exchange.headers[1].1 = "two"
    XCTAssertFalse(runner.run(exchange).matchedIDs.contains(3), "the collection goes by address and agent")
    let closed = try RuleRunner.coreRuleSet(after: counter)
    XCTAssertFalse(closed.run(exchange).matchedIDs.contains(3))
    XCTAssertFalse(closed.run(exchange).matchedIDs.contains(3))
  }
}
