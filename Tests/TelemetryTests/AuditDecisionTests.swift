import RuleEngine
import XCTest

/// Which transactions SecAuditEngine RelevantOnly keeps (docs/seclang.md, row 7.1).
final class AuditDecisionTests: XCTestCase {
  private func isKept(_ rules: String, engine: String = "RelevantOnly") throws -> Bool {
    try LoggedRun("SecAuditEngine \(engine)\n\(rules)\n", uri: "/?a=1").transaction.isAuditRelevant
  }

  func testOnKeepsAllAndOffNone() throws {
    XCTAssertTrue(try isKept("", engine: "On"))
    XCTAssertFalse(try isKept("SecAction \"id:1,phase:1,deny\"", engine: "Off"))
  }

  func testRelevantOnlyKeepsWhatARuleWantsKept() throws {
    XCTAssertFalse(try isKept(""))
    XCTAssertTrue(try isKept("SecAction \"id:1,phase:1,pass\""))
    XCTAssertFalse(try isKept("SecAction \"id:1,phase:1,pass,nolog\""))
    XCTAssertFalse(try isKept("SecAction \"id:1,phase:1,pass,log,noauditlog\""))
    XCTAssertTrue(try isKept("SecAction \"id:1,phase:1,pass,nolog,auditlog\""))
    XCTAssertFalse(try isKept("SecRule ARGS:a \"@streq 2\" \"id:1,phase:1,pass,auditlog\""))
  }

  func testRelevantOnlyKeepsWhatWasDeniedOrWouldHaveBeen() throws {
    XCTAssertTrue(try isKept("SecAction \"id:1,phase:1,deny,nolog\""))
    XCTAssertTrue(try isKept("SecRuleEngine DetectionOnly\nSecAction \"id:1,phase:1,deny,nolog\""))
  }

  func testRelevantOnlyKeepsTheStatusesNamed() throws {
    let rules = "SecAuditLogRelevantStatus \"^4\"\nSecAction \"id:1,phase:1,pass,nolog\""
    XCTAssertFalse(try isKept(rules))
    XCTAssertTrue(try isKept("SecAuditLogRelevantStatus \"^(?:5|4(?!04))\"\nSecAction \"id:1,phase:1,deny,nolog\""))
  }

  func testARuleCanChangeTheAuditEngine() throws {
    XCTAssertTrue(try isKept("SecAction \"id:1,phase:1,pass,nolog,ctl:auditEngine=On\"", engine: "Off"))
    XCTAssertFalse(try isKept("SecAction \"id:1,phase:1,pass,log,ctl:auditEngine=Off\"", engine: "On"))
  }
}
