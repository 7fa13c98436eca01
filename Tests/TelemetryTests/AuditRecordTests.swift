import Foundation
import RuleEngine
import Telemetry
import TestSupport
import XCTest

/// Audit records beside the ones Coraza wrote for the same request.
final class AuditRecordTests: XCTestCase {
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

  func testPartsThatAreOffAreLeftOut() throws {
    let rules = """
      SecRequestBodyAccess On
      SecAuditEngine On
      SecAuditLogParts AZ
      SecAction "id:1,phase:1,pass,msg:'x'"
      """
    let run = try LoggedRun(rules, uri: "/", headers: [("X-Secret", "hidden")], body: "secret", method: "POST")
    var json: [UInt8] = []
    appendJSONAuditRecord(of: run.transaction, to: &json)
    var native: [UInt8] = []
    appendNativeAuditRecord(of: run.transaction, to: &native)
    for text in [String(decoding: json, as: UTF8.self), String(decoding: native, as: UTF8.self)] {
      XCTAssertFalse(text.lowercased().contains("secret"), text)
    }
    XCTAssertEqual(try sections(String(decoding: native, as: UTF8.self)).map(\.part), ["A", "Z"])
    XCTAssertEqual(leaves(try JSONSerialization.jsonObject(with: Data(json)))["messages"], "[]")
  }

  func testADeniedResponseWhoseHeadersHadGoneShowsTheirStatusAndWhatBecameOfIt() throws {
    for (ending, name, status) in [
      (ResponseEnding.complete, nil, 403), (.bodyReplaced, "body_replaced", 0), (.brokenOff, "broken_off", 0),
    ] {
      let rules = """
        SecRuleEngine On
        SecAuditLogParts AFHZ
        SecAction "id:1,phase:1,deny"
        """
      let run = try LoggedRun(rules, uri: "/", headers: [], body: "", method: "GET")
      var json: [UInt8] = []
      appendJSONAuditRecord(of: run.transaction, ending: ending, to: &json)
      let found = leaves(try JSONSerialization.jsonObject(with: Data(json)))
      XCTAssertEqual(found["transaction.response.status"], "\(status)")
      var native: [UInt8] = []
      appendNativeAuditRecord(of: run.transaction, ending: ending, to: &native)
      let lines = String(decoding: native, as: UTF8.self).components(separatedBy: "\n")
      XCTAssertTrue(lines.contains { $0.hasSuffix(" \(status)") }, "\(lines)")
      for other in ["body_replaced", "broken_off"] {
        XCTAssertEqual(found["transaction.response.\(other)"], other == name ? "1" : nil)
        XCTAssertEqual(lines.contains("Response: \(other)"), other == name)
      }
    }
  }

  func testWhateverTheTrafficHoldsTheJSONRecordIsOneLineOfJSON() throws {
    let rules = """
      SecAuditEngine On
      SecAuditLogParts ABCEFHIJKZ
      SecRequestBodyAccess On
      SecRule ARGS|REQUEST_HEADERS "@rx ." "id:1,phase:2,pass,msg:'%{MATCHED_VAR}',logdata:'%{MATCHED_VAR_NAME}',tag:'%{ARGS.a}'"
      """
    let run = try LoggedRun(
      rules, uri: "/\u{1}?a=%00%ff%22%5c%0a&%e2%28=\u{7f}", headers: [("X-\"\\", "\u{1b}[2J\nid")], body: "\u{0}{\"\\",
      method: "PO\"ST")
    var record: [UInt8] = []
    appendAuditRecord(of: run.transaction, to: &record)
    XCTAssertNoThrow(try JSONSerialization.jsonObject(with: Data(record)))
    XCTAssertFalse(record.contains { $0 < 0x20 })
  }

  /// Every value that is not an object or array, by its path.
  private func leaves(_ json: Any) -> [String: String] {
    var found: [String: String] = [:]
    func walk(_ value: Any, _ path: String) {
      if let object = value as? [String: Any], !object.isEmpty {
        for (key, member) in object { walk(member, path.isEmpty ? key : "\(path).\(key)") }
      } else if let array = value as? [Any], !array.isEmpty {
        for (index, element) in array.enumerated() { walk(element, "\(path).\(index)") }
      } else if value is [Any] {
        found[path] = "[]"
      } else {
        found[path] = "\(value)"
      }
    }
    walk(json, "")
    return found
  }

  private func sections(_ record: String) throws -> [(part: String, lines: [String])] {
    var found: [(part: String, lines: [String])] = []
    let boundary = try XCTUnwrap(record.firstMatch(of: #/^--([A-Za-z]{10})-A--/#)).output.1
    for line in record.components(separatedBy: "\n") {
      if let mark = line.wholeMatch(of: #/--([A-Za-z]{10})-([A-Z])--/#), mark.output.1 == boundary {
        found.append((String(mark.output.2), []))
      } else if !found.isEmpty && found[found.count - 1].part != "Z" {
        found[found.count - 1].lines.append(line)
      }
    }
    return found
  }
}
