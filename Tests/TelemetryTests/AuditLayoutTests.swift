import Foundation
import Telemetry
import XCTest

/// The layout of audit records and error lines, for a request of our own; it is Coraza's, member by member.
final class AuditLayoutTests: XCTestCase {
  private func run(format: String) throws -> LoggedRun {
    try LoggedRun(
      """
      SecRuleEngine On
      SecRequestBodyAccess On
      SecAuditEngine On
      SecAuditLogParts ABCEFHIJKZ
      SecAuditLogFormat \(format)
      SecComponentSignature "layout/2.0"
      SecRule ARGS_GET:n "@rx ^7$" "id:11,phase:1,pass,log,rev:3,ver:'v2',severity:WARNING,msg:'seven',tag:'one',tag:'two'"
      SecRule ARGS_POST:word "@streq open" "id:12,phase:2,deny,status:406,msg:'shut',logdata:'%{MATCHED_VAR}'"
      """,
      uri: "/door?n=7",
      headers: [
        ("Host", "house.example"), ("Content-Type", "application/x-www-form-urlencoded"), ("Content-Length", "9"),
      ],
      body: "word=open", method: "POST")
  }

  func testTheJSONRecordHoldsEachMemberWhereReadersLookForIt() throws {
    var record: [UInt8] = []
    appendAuditRecord(of: try run(format: "JSON").transaction, to: &record)
    XCTAssertFalse(record.contains(UInt8(ascii: "\n")))
    let found = leaves(try JSONSerialization.jsonObject(with: Data(record)))
    for (path, value) in [
      ("transaction.timestamp", "2026/11/21 02:27:03"), ("transaction.unix_timestamp", "1795228023744581877"),
      ("transaction.id", "FpryzwaermcvtmUJAsR"), ("transaction.client_ip", "10.1.2.3"),
      ("transaction.client_port", "1234"), ("transaction.host_ip", "10.9.9.9"), ("transaction.host_port", "80"),
      ("transaction.server_id", "house.example"), ("transaction.request.method", "POST"),
      ("transaction.request.protocol", "HTTP/1.1"), ("transaction.request.uri", "/door?n=7"),
      ("transaction.request.headers.content-length.0", "9"), ("transaction.request.headers.host.0", "house.example"),
      ("transaction.request.body", "word=open"), ("transaction.producer.rule_engine", "On"),
      ("transaction.producer.rulesets.0", "layout/2.0"), ("transaction.is_interrupted", "1"),
      ("messages.0.actionset", "layout/2.0"), ("messages.0.message", "seven"), ("messages.0.data.file", "_inline_"),
      ("messages.0.data.line", "7"), ("messages.0.data.id", "11"), ("messages.0.data.rev", "3"),
      ("messages.0.data.msg", "seven"), ("messages.0.data.severity", "4"), ("messages.0.data.ver", "v2"),
      ("messages.0.data.tags.0", "one"), ("messages.0.data.tags.1", "two"), ("messages.1.message", "shut"),
      ("messages.1.data.line", "8"), ("messages.1.data.id", "12"), ("messages.1.data.data", "open"),
      (
        "messages.1.data.raw",
        #"SecRule ARGS_POST:word "@streq open" "id:12,phase:2,deny,status:406,msg:'shut',logdata:'%{MATCHED_VAR}'""#
      ),
    ] { XCTAssertEqual(found[path], value, path) }
    XCTAssertNil(found["messages.2.message"])
  }

  func testTheNativeRecordHasItsSectionsInOrder() throws {
    var record: [UInt8] = []
    appendAuditRecord(of: try run(format: "Native").transaction, to: &record)
    let found = try sections(String(decoding: record, as: UTF8.self))
    XCTAssertEqual(found.map(\.part), ["A", "B", "C", "E", "F", "H", "I", "J", "K", "Z"])
    XCTAssertEqual(
      found[0].lines.first, "[2026/11/21 02:27:03] FpryzwaermcvtmUJAsR 10.1.2.3 1234 10.9.9.9 80")
    XCTAssertEqual(found[1].lines.first, "POST /door?n=7 HTTP/1.1")
    XCTAssertEqual(found[2].lines, ["word=open", ""])
    XCTAssertEqual(found[8].lines.filter { !$0.isEmpty }.count, 2, "the text of each rule that matched")
  }

  func testAnErrorLineHasItsFieldsInOrder() throws {
    let found = lines(try run(format: "JSON"))
    XCTAssertEqual(found.count, 2)
    XCTAssertEqual(
      fields(found[0]).filter { !["hostname", "uri", "unique_id", "data"].contains($0[0]) },
      [
        ["client", "10.1.2.3"], ["file", "_inline_"], ["line", "7"], ["id", "11"], ["rev", "3"], ["msg", "seven"],
        ["severity", "warning"], ["ver", "v2"], ["maturity", "0"], ["accuracy", "0"], ["tag", "one"], ["tag", "two"],
      ])
    XCTAssertTrue(found[0].contains("] Portcullis: Warning. seven [file "), found[0])
    XCTAssertTrue(found[1].contains("] Portcullis: Access denied (phase 2). shut [file "), found[1])
  }
}
