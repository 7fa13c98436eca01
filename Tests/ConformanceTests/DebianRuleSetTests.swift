import Conformance
import Foundation
import TestSupport
import XCTest

/// Version 3.3.4 of the Core Rule Set, as Debian packages it; `scripts/fetch-crs --debian` gets it.
final class DebianRuleSetTests: DataTestCase {
  override class var cases: Cases { Cases(3, "tests") }
  override class var missing: String? {
    FileManager.default.fileExists(atPath: crs) ? nil : "CRS 3.3.4 is not there (scripts/fetch-crs --debian)"
  }

  private static let crs = checkout.appendingPathComponent(".build/crs-3.3.4").path

  func testTheRulesLoadWithoutAFinding() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.crs + "/rules").sorted()
      .filter { $0.hasSuffix(".conf") }.map { Self.crs + "/rules/" + $0 }
    XCTAssertEqual(files.count, 32)
    let sources = try ([Self.crs + "/crs-setup.conf.example"] + files).map { try DiskSourceLoader.source(atPath: $0) }
    let rules = CompiledRules(sources)
    XCTAssertNotNil(rules.program)
    XCTAssertEqual(rules.findings, [])
    XCTAssertEqual(CompiledRules(coreRuleSet: Self.crs).findings, [])
  }

  /// What only an opt-in setting would have run.
  func testWhatASandboxCannotAskIsNoted() {
    let notes = CompiledRules(coreRuleSet: Self.crs).notes.map {
      $0.split(separator: "\n").first?.split(separator: " ", maxSplits: 1).last ?? ""
    }
    XCTAssertEqual(
      notes,
      [
        "note[operator-never-matches]: the operator '@geoLookup' never matches here",
        "note[variable-ignored]: 'GEO' is always empty here",
        "note[operator-never-matches]: the operator '@rbl' never matches here",
      ])
  }

  func testTheRulesStopAnInjectionHiddenInComments() throws {
    let rules = CompiledRules(coreRuleSet: Self.crs, setup: "SecRuleEngine On")
    let server = InProcessServer(try XCTUnwrap(rules.program, rules.findings.joined()))
    let target =
      "//test/artists.php?artist=0+div+1+union%23foo*%2F*bar%0D%0Aselect%23foo%0D%0A1%2C2%2Ccurrent_user"
    let exchange = server.exchange(
      Array("GET \(target) HTTP/1.1\r\nHost: localhost\r\nUser-Agent: x\r\nAccept: */*\r\n\r\n".utf8))
    XCTAssertEqual(exchange.status, 403)
    let lines = exchange.log.filter { $0.contains("[id \"942100\"]") }
    XCTAssertEqual(lines.count, 1)
    XCTAssertTrue(lines[0].contains("detected SQLi using libinjection"), lines[0])
    XCTAssertTrue(exchange.log.contains { $0.contains("Access denied (phase 2).") && $0.contains("[id \"949110\"]") })
  }
}
