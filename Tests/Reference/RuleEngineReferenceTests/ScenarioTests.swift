import Foundation
import ReferenceSupport
import TestSupport
import XCTest

@testable import RuleEngineTests

/// The scenarios both reference engines were run on: each behaves as the engine does that our choices name.
final class ScenarioTests: ReferenceTestCase {
  override class var needs: [String] { ["vectors/scenarios"] }
  override class var cases: Cases { Cases(276, "scenarios") }

  func testEveryScenarioBehavesAsItsChoiceSays() throws {
    let files = try ScenarioFiles()
    XCTAssertEqual(files.scenarios.count, Self.cases.count)
    let entries = try ScenarioExpectations().entries
    XCTAssertEqual(entries.map(\.title), files.scenarios.map { $0.title.trimmingCharacters(in: .whitespaces) })
    for (scenario, entry) in zip(files.scenarios, entries) {
      guard let expected = try expectation(entry, scenario.title, files) else {
        XCTFail("\(entry.place): \(entry.title): no such recording")
        continue
      }
      for options in OptionSet.all {
        let found = try run(scenario, options)
        if !found.fulfils(expected) {
          XCTFail(
            "\(entry.place): \(entry.title) \(options.name)\n\(found)\nexpected, as \(entry.source):\n\(expected)")
          break
        }
      }
    }
  }

  /// Where both engines agree nobody needs a reason, and nobody may hide behind one.
  private func expectation(_ entry: ScenarioExpectations.Entry, _ title: String, _ files: ScenarioFiles) throws
    -> ScenarioOutcome?
  {
    let coraza = ScenarioOutcome(printed: files.coraza[title] ?? [])
    let modSecurity = ScenarioOutcome(printed: files.modSecurity[title] ?? [])
    switch entry.source {
    case .both:
      XCTAssertEqual(coraza, modSecurity, "\(entry.place): the engines differ")
      return coraza
    case .coraza: return coraza
    case .modsecurity: return modSecurity
    case .ours: return ScenarioOutcome(printed: entry.lines)
    }
  }

  private func run(_ scenario: Scenario, _ options: OptionSet) throws -> ScenarioOutcome {
    var exchange = scenario.exchange
    exchange.chunkBytes = options.chunkBytes
    do {
      let runner = try RuleRunner(scenario.rules, options: options.compiler)
      return runner.run(exchange) { ScenarioOutcome($0) }
    } catch is RulesDoNotCompile {
      return .loadError
    }
  }
}
