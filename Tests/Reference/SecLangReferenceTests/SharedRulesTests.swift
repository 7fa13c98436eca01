import Bytes
import Foundation
import ReferenceSupport
import SecLang
import TestSupport
import XCTest

@testable import SecLangTests

/// The rule texts that exist parse, and every byte of the tree is where it says it is.
final class SharedRulesTests: ReferenceTestCase {
  override class var needs: [String] {
    ["crs/4.28.0", "vectors/scenarios", "vectors/coraza-profiles", "vectors/modsecurity-regression", "bench"]
  }
  override class var cases: Cases { Cases(751, "rule texts") }

  func testTheCoreRuleSetParsesWithoutAFinding() throws {
    let folder = SharedData.root.appendingPathComponent("crs/4.28.0/rules")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".conf") }
    XCTAssertEqual(names.count, 27)
    var rules = 0
    for name in names.sorted() {
      let tree = try parseShared("crs/4.28.0/rules/\(name)")
      rules += tree.ruleCount
      let text = String(decoding: try SharedData.data("crs/4.28.0/rules/\(name)"), as: UTF8.self)
      XCTAssertEqual(tree.ids, idsWritten(in: text), name)
    }
    XCTAssertEqual(rules, 695)
    XCTAssertEqual(try parseShared("crs/4.28.0/crs-setup.conf.example").directives.count, 6)
  }

  /// The ids of a rule file as a search finds them, outside comments.
  private func idsWritten(in text: String) -> [String] {
    text.components(separatedBy: "\n").compactMap { line in
      if line.trimmingCharacters(in: .whitespaces).hasPrefix("#") { return nil }
      return line.range(of: #"(?<=[" ,])id:\d+(?=,)"#, options: .regularExpression).map {
        String(line[$0].dropFirst(3))
      }
    }
  }

  func testTheRecommendedConfigurationParsesWithoutAFinding() throws {
    XCTAssertEqual(try parseShared("bench/modsecurity.conf-recommended").ruleCount, 7)
  }

  func testTheScenariosParseWithoutAFinding() throws {
    // Both engines refuse what these hold.
    let refused: [String: DiagnosticID] = ["err: single quoted action": .singleQuotedArgument]
    var count = 0
    for number in 1...6 {
      let text = String(decoding: try SharedData.data("vectors/scenarios/scenarios-\(number).txt"), as: UTF8.self)
      for scenario in text.components(separatedBy: "\n===").dropFirst(text.hasPrefix("===") ? 0 : 1) {
        let name = String(scenario.prefix { $0 != "\n" }).replacingOccurrences(of: "===", with: "")
        let parts = scenario.components(separatedBy: "\n--rules\n")
        guard parts.count == 2, let rules = parts[1].components(separatedBy: "\n--request").first else {
          XCTFail("\(number): \(name): no rules")
          continue
        }
        count += 1
        let expected = refused[name].map { [$0] } ?? []
        if name.hasPrefix("include missing") { continue }
        check(rules, name: name, expected: expected)
      }
    }
    XCTAssertGreaterThan(count, 250)
  }

  func testTheProfilesParseWithoutAnError() throws {
    let folder = "vectors/coraza-profiles"
    let names = try jsonFiles(in: folder)
    XCTAssertEqual(names.count, 44)
    let findings: [String: [DiagnosticID]] = ["multipart_error.json": [.quoteClosedByLineEnd]]
    for name in names {
      let profile = try JSONSerialization.jsonObject(with: SharedData.data("\(folder)/\(name)")) as? [String: Any]
      let rules = try XCTUnwrap(profile?["Rules"] as? String, name)
      check(rules, name: name, expected: findings[name] ?? [])
    }
  }

  func testTheRegressionCasesParseWithoutAnError() throws {
    // By title. ModSecurity refuses the first, as its own expectation says, and reads the others.
    let findings: [String: [DiagnosticID]] = [
      "Testing Action :: id (5/6)": [.unterminatedQuote],
      "Invalid actions break CRS 3.1 on rule 912160 - 1": [.quoteClosedByLineEnd],
      "Invalid actions break CRS 3.1 on rule 912160 - 2": Array(repeating: .quoteClosedByLineEnd, count: 4),
      "Testing Byte ranges :: OWASP CRS id:920200": [.quoteClosedByLineEnd],
    ]
    let folder = "vectors/modsecurity-regression"
    var count = 0
    for name in try jsonFiles(in: folder) {
      let cases = try JSONSerialization.jsonObject(with: SharedData.data("\(folder)/\(name)")) as? [Any]
      for case let test as [String: Any] in try XCTUnwrap(cases, name) {
        guard let rules = test["rules"] as? [String], let title = test["title"] as? String else { continue }
        count += 1
        check(rules.joined(separator: "\n"), name: "\(name): \(title)", expected: findings[title] ?? [])
      }
    }
    XCTAssertGreaterThan(count, 400)
  }

  private func jsonFiles(in folder: String) throws -> [String] {
    let path = SharedData.root.appendingPathComponent(folder).path
    return try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasSuffix(".json") }.sorted()
  }

  private func parseShared(_ path: String) throws -> SyntaxTree {
    check(String(decoding: try SharedData.data(path), as: UTF8.self), name: path)
  }

  @discardableResult
  private func check(_ text: String, name: String, expected: [DiagnosticID] = []) -> SyntaxTree {
    var diagnostics = Diagnostics()
    let source = Source(name: Array(name.utf8), text: Array(text.utf8))
    let tree = parse(source, AnyFileLoader(), &diagnostics)
    if diagnostics.all.map(\.id) != expected { XCTFail(rendered(diagnostics, tree)) }
    assertPlaces(tree)
    return tree
  }
}

/// Knows every file, and each is empty.
private final class AnyFileLoader: SourceLoader {
  override func sources(matching pattern: Span<UInt8>, from includer: Span<UInt8>) -> [Source]? {
    [Source(name: Array("included: ".utf8) + Array(pattern), text: [])]
  }
}

extension SyntaxTree {
  /// The argument of each `id`, in order.
  var ids: [String] {
    directives.flatMap { directive -> [ActionSyntax] in
      switch directive.body {
      case .rule(_, _, let actions), .actions(let actions): return actions
      case .arguments: return []
      }
    }.filter { $0.name.bytes == Array("id".utf8) }.map { String(decoding: $0.argument?.bytes ?? [], as: UTF8.self) }
  }

  /// How many `SecRule` it holds.
  var ruleCount: Int {
    directives.count { directive in
      if case .rule = directive.body { return true } else { return false }
    }
  }
}
