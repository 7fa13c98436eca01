import Foundation
import RuleEngine
import Telemetry
import XCTest

/// What an audit record shows, and what it does not.
final class AuditRecordTests: XCTestCase {
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

  func testWhatRulesWantMaskedIsInNoRecord() throws {
    for action in ["sanitiseArg:pass", "sanitizeMatched", "sanitiseMatchedBytes", "sanitiseRequestHeader:x-key"] {
      let isHeader = action.contains("Header")
      let rules = """
        SecAuditEngine On
        SecAuditLogParts ABHKZ
        SecRule \(isHeader ? "REQUEST_HEADERS:X-Key" : "ARGS:pass") "@rx hidden" "id:1,phase:1,pass,log,logdata:'%{MATCHED_VAR}',\(action)"
        """
      let run = try LoggedRun(
        rules, uri: isHeader ? "/?open=1" : "/?open=1&pass=hidden", headers: isHeader ? [("X-Key", "hidden")] : [],
        body: "", method: "GET")
      var json: [UInt8] = []
      appendJSONAuditRecord(of: run.transaction, to: &json)
      var native: [UInt8] = []
      appendNativeAuditRecord(of: run.transaction, to: &native)
      for text in [json, native].map({ String(decoding: $0, as: UTF8.self) }) {
        // The pattern of the rule itself may hold the word.
        let shown = text.replacingOccurrences(of: "@rx hidden", with: "")
        XCTAssertFalse(shown.contains("hidden"), "\(action): \(text)")
        XCTAssertTrue(shown.contains("***") && shown.contains("open=1"), "\(action): \(text)")
      }
    }
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
}
