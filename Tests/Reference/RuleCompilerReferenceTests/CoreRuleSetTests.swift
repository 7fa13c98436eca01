import ReferenceSupport
import RuleCompiler
import RuleEngine
import SecLang
import XCTest

@testable import RuleCompilerTests

final class CoreRuleSetTests: ReferenceTestCase {
  override class var needs: [String] { ["crs/4.28.0", "bench"] }
  override class var cases: Cases { Cases(703, "rules") }

  func testTheCoreRuleSetCompilesWithoutErrors() throws {
    let compiled = compiled(CoreRuleSetFiles.text, try CoreRuleSetFiles.loader())
    XCTAssertEqual(compiled.errors, [])
    // What crs.md §2 counts, and seven rules of the recommended configuration: two in phase 1, five in phase 2.
    let program = try XCTUnwrap(compiled.program)
    XCTAssertEqual(program.phases.map(\.rules.count), [173 + 2, 292 + 5, 43, 109, 13])
    XCTAssertEqual(program.phases.joined.links.count, 703 + 7)
    XCTAssertEqual(program.phases.joined.filter { $0.next != nil }.count, 55)
  }

  func testWarningsAreOnlyAboutWhatTheSandboxLacks() throws {
    let compiled = compiled(CoreRuleSetFiles.text, try CoreRuleSetFiles.loader())
    XCTAssertEqual(Set(compiled.diagnostics.map(\.id)), [.directiveIgnored])
    XCTAssertEqual(compiled.diagnostics.count, 6)
  }

  func testEveryRuleThatSkipsFindsItsMarker() throws {
    let program = try XCTUnwrap(compiled(CoreRuleSetFiles.text, try CoreRuleSetFiles.loader()).program)
    for phase in program.phases {
      for (place, rule) in phase.rules.enumerated() {
        guard case .skipTo(let target) = rule.flow else { continue }
        XCTAssertGreaterThan(target, place)
        XCTAssertLessThanOrEqual(target, phase.rules.count)
      }
    }
  }

  func testExclusionsFromTheCommonExceptionsReachTheirRules() throws {
    let program = try XCTUnwrap(compiled(CoreRuleSetFiles.text, try CoreRuleSetFiles.loader()).program)
    let rule = try XCTUnwrap(program.phases.joined.first { $0.metadata.id == 942_421 })
    XCTAssertGreaterThanOrEqual(rule.exclusions.count, 8)
  }

  func testTheSameTextGivesTheSameProgram() throws {
    let first = try XCTUnwrap(compiled(CoreRuleSetFiles.text, try CoreRuleSetFiles.loader()).program)
    let second = try XCTUnwrap(compiled(CoreRuleSetFiles.text, try CoreRuleSetFiles.loader()).program)
    XCTAssertEqual(dump(first), dump(second))
  }
}

extension [PhaseProgram] {
  /// The rules of all phases.
  var joined: [Rule] { flatMap(\.rules) }
}

extension [Rule] {
  /// The rules with the links of their chains.
  var links: [Rule] {
    flatMap { head in sequence(first: head) { $0.next } }
  }
}
