import Foundation
import ReferenceSupport
import RuleEngine
import Telemetry
import TestSupport
import XCTest

@testable import TelemetryTests

/// Audit records and error-log lines beside the ones Coraza wrote for the same request.
final class CorazaLogTests: ReferenceTestCase {
  override class var needs: [String] { ["vectors/scenarios"] }
  override class var cases: Cases { Cases(3, "records") }

  func testTheJSONRecordHasCorazasLayout() throws {
    var record: [UInt8] = []
    appendAuditRecord(of: try LoggedRun.audited(format: "JSON").transaction, to: &record)
    XCTAssertFalse(record.contains(UInt8(ascii: "\n")))
    let ours = leaves(try JSONSerialization.jsonObject(with: Data(record)))
    var recorded = try XCTUnwrap(
      JSONSerialization.jsonObject(with: SharedData.data("vectors/scenarios/aud_cz.json")) as? [String: Any])
    // Coraza writes a message for each value that matched, ours for each rule, with the last of its values.
    recorded["messages"] = (recorded["messages"] as? [Any])?.dropFirst().map { $0 }
    let coraza = leaves(recorded)
    let exceptions = try Exceptions(in: "telemetry/audit-differences.txt")
    for path in Set(ours.keys).union(coraza.keys).sorted() where ours[path] != coraza[path] {
      if exceptions.covers(path) { continue }
      XCTFail("\(path): \(ours[path] ?? "missing") instead of \(coraza[path] ?? "nothing")")
    }
    exceptions.assertAllUsed()
  }

  func testTheNativeRecordHasCorazasSections() throws {
    var record: [UInt8] = []
    appendAuditRecord(of: try LoggedRun.audited(format: "Native").transaction, to: &record)
    let ours = try sections(String(decoding: record, as: UTF8.self))
    let coraza = try sections(String(decoding: SharedData.data("vectors/scenarios/aud_cz_native.log"), as: UTF8.self))
    XCTAssertEqual(ours.map(\.part), coraza.map(\.part))
    for (our, their) in zip(ours, coraza) {
      switch our.part {
      case "A":
        XCTAssertEqual(our.lines[0].replacing("FpryzwaermcvtmUJAsR", with: "FrNYcYUYrYQISQBwPdC"), their.lines[0])
      case "B":
        // Coraza lower-cases names and forgets their order.
        XCTAssertEqual(our.lines[0], their.lines[0])
        XCTAssertEqual(Set(our.lines.dropFirst().map { $0.lowercased() }), Set(their.lines.dropFirst()))
      case "F": XCTAssertEqual(our.lines, ["HTTP/1.1 403", ""], "no upstream answered, the rule's status did")
      case "H", "K":
        // Coraza writes a line for each value that matched, ours for each rule.
        XCTAssertEqual(our.lines.count, their.lines.count - 1)
        if our.part == "K" { XCTAssertEqual(our.lines, Array(their.lines.dropFirst())) }
      // Coraza leaves the part for bodies without files empty.
      case "I": XCTAssertEqual(our.lines, ["b=a", ""])
      default: XCTAssertEqual(our.lines, their.lines, "part \(our.part)")
      }
    }
  }

  func testTheFieldsAreCorazasInItsOrder() throws {
    let native = String(decoding: try SharedData.data("vectors/scenarios/aud_cz_native.log"), as: UTF8.self)
    let coraza = native.components(separatedBy: "\n").filter { $0.hasPrefix("[client") }
    // Of the rule that denies there is one line in both; the other rule has one for each value in Coraza.
    let ours = lines(try LoggedRun.audited(format: "JSON"))
    XCTAssertEqual(ours.count, 2)
    let names = ["client", "file", "line", "id", "rev", "msg", "data", "severity", "ver", "maturity", "accuracy"]
    XCTAssertEqual(fields(ours[0]).map { $0[0] }, names + ["tag", "tag", "hostname", "uri", "unique_id"])
    for (our, their) in zip(ours, [coraza[0], coraza[2]]) {
      let wanted = fields(their).filter {
        !["file", "unique_id", "msg", "data"].contains($0[0]) && !$0[0].hasSuffix("_1")
      }
      XCTAssertEqual(fields(our).filter { !["file", "unique_id", "msg", "data"].contains($0[0]) }, wanted)
    }
    XCTAssertTrue(ours[0].contains("] Portcullis: Warning. m ARGS:b [file "), ours[0])
    XCTAssertTrue(ours[1].contains("] Portcullis: Access denied (phase 2). den [file "), ours[1])
  }
}

extension LoggedRun {
  /// The scenario whose audit records of both reference engines are in `vectors/scenarios/aud_*`.
  static func audited(format: String) throws -> LoggedRun {
    let scenario = String(decoding: try SharedData.data("vectors/scenarios/audit-scenario.txt"), as: UTF8.self)
    let rules = try XCTUnwrap(
      scenario.components(separatedBy: "--rules\n").last?.components(separatedBy: "--request").first)
    return try LoggedRun(
      rules.replacingOccurrences(of: "SecAuditLogFormat JSON", with: "SecAuditLogFormat \(format)"), uri: "/p?q=xaab",
      headers: [
        ("Host", "h.example"), ("Content-Type", "application/x-www-form-urlencoded"), ("Content-Length", "3"),
      ],
      body: "b=a", method: "POST")
  }
}
