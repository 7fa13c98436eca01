import Bytes
import Foundation
import ReferenceSupport
import RuleEngine
import TestSupport
import XCTest

@testable import RuleEngineTests

/// libmodsecurity's own regression tests: statuses, redirects, refusals, and what error-log lines say.
final class RegressionTests: ReferenceTestCase {
  override class var needs: [String] { ["vectors/modsecurity-regression"] }
  override class var cases: Cases { Cases(404, "cases") }

  func testEveryPortableCaseEndsAsItSays() throws {
    let cases = try RegressionCase.all()
    XCTAssertEqual(cases.count, Self.cases.count)
    XCTAssertEqual(
      cases.filter { !$0.isPortable }.map(\.name),
      ["issue-394.json 0", "offset-variable.json 6", "offset-variable.json 7"])
    let exceptions = try Exceptions(in: "rule-engine/modsecurity-exceptions.txt")
    for testCase in cases {
      for options in OptionSet.all {
        let problem = problem(of: testCase, options)
        guard let problem, !exceptions.covers(testCase.name) else { continue }
        XCTFail("\(testCase.name) \(options.name): \(problem)\n\(testCase.rules)")
        break
      }
    }
    exceptions.assertAllUsed()
  }

  func testEveryDebugLogWouldSayWhatItsCaseExpects() throws {
    let exceptions = try Exceptions(in: "rule-engine/modsecurity-debug-exceptions.txt")
    var checked = 0
    for testCase in try RegressionCase.all() {
      guard let pattern = testCase.debugLog else { continue }
      let text = (try? DebugLog(of: testCase).text) ?? "the rules do not load"
      checked += 1
      guard pattern.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) == nil else { continue }
      if exceptions.covers(testCase.name) { continue }
      XCTFail("\(testCase.name): no \(pattern.pattern) in\n\(text)\n\(testCase.rules)")
    }
    XCTAssertEqual(checked, 269)
    exceptions.assertAllUsed()
  }

  /// What is wrong, or `nil`. A case that is not portable is run as well, for what it may do to the engine.
  private func problem(of testCase: RegressionCase, _ options: OptionSet) -> String? {
    let runner: RuleRunner
    do {
      runner = try RuleRunner(testCase.rules, options: options.compiler, files: RegressionCase.files)
    } catch {
      return testCase.refusesRules ? nil : "\(error)"
    }
    if testCase.refusesRules { return "the rules load" }
    var exchange = testCase.exchange
    exchange.chunkBytes = options.chunkBytes
    return runner.run(exchange) { difference($0, testCase, upstream: exchange.status) }
  }

  private func difference(_ transaction: Transaction, _ testCase: RegressionCase, upstream: Int) -> String? {
    let end = transaction.interruption
    if let status = testCase.status, status != end?.status ?? upstream {
      return "status \(end?.status ?? upstream) instead of \(status)"
    }
    if let redirect = testCase.redirect, redirect != end?.location.escaped {
      return "redirect to \(end?.location.escaped ?? "nowhere")"
    }
    if let pattern = testCase.errorLog {
      let lines = transaction.matches.map { $0.modSecurityLine(transaction) }
      if !lines.contains(where: { pattern.firstMatch(in: $0, range: NSRange($0.startIndex..., in: $0)) != nil }) {
        return "no line has \(pattern.pattern) in:\n" + lines.joined(separator: "\n")
      }
    }
    return nil
  }
}

extension MatchRecord {
  /// What libmodsecurity would say of the match: the wording its tests look for.
  fileprivate func modSecurityLine(_ transaction: Transaction) -> String {
    var link = rule
    while let next = link.next { link = next }
    let name = String(decoding: link.test?.operatorName ?? [], as: UTF8.self)
    let parameter = link.test.map { transaction.expand($0.argument).escaped } ?? ""
    return "Matched \"Operator `\(name.prefix(1).uppercased() + name.dropFirst())' with parameter `\(parameter)' "
      + "against variable `\(variableName.escaped)' (Value: `\(value.escaped)' ) [id \"\(rule.metadata.id)\"] "
      + "[msg \"\(message.escaped)\"] [data \"\(data.escaped)\"]"
  }
}
