import Conformance
import Foundation
import ReferenceSupport
import RuleCompiler
import TestSupport
import XCTest

/// The regression tests of the Core Rule Set, in process.
final class CoreRuleSetTests: ReferenceTestCase {
  override class var needs: [String] { ["crs/4.28.0", "crs/regression-tests"] }
  override class var cases: Cases { Cases(3_243, "regression tests") }

  func testTheRulesLoadWithoutAFinding() {
    XCTAssertEqual(CompiledRules(coreRuleSet: crs).findings, [])
  }

  func testEveryRegressionTestPasses() throws {
    let report = try report()
    XCTAssertEqual(report.failureLines, [])
    XCTAssertGreaterThan(report.passedCount, 3_000)
  }

  func testRulesThatNoTestAtHandReachesDoWhatTheirTextSays() throws {
    let rules = CompiledRules(coreRuleSet: crs)
    let program = try XCTUnwrap(rules.program, rules.findings.joined())
    let cases = try FTWReader().cases(at: vectors.appendingPathComponent("ftw").path)
    let report = try FTWRunner(InProcessServer(program), exclusions: [:]).run(cases)
    XCTAssertEqual(report.failureLines, [])
    XCTAssertEqual(report.passedCount, 73)
  }

  func testNoOptimisationChangesWhatIsLogged() throws {
    let step = Self.cases.count / sampleSize(Self.cases.count, inDebug: Self.cases.count / 30, of: "regression tests")
    let reference = try report(every: step).stages.map(\.exchange.ids)
    var unscreened = CompilerOptions()
    unscreened.engine.screening = false
    XCTAssertEqual(try report(unscreened, every: step).stages.map(\.exchange.ids), reference, "without screening")
    var forgetful = CompilerOptions()
    forgetful.engine.screenMemo = false
    XCTAssertEqual(
      try report(forgetful, every: step).stages.map(\.exchange.ids), reference, "without the screen's memory")
    var unguarded = CompilerOptions()
    unguarded.engine.numberGuards = false
    XCTAssertEqual(try report(unguarded, every: step).stages.map(\.exchange.ids), reference, "without number guards")
    var uncached = CompilerOptions()
    uncached.engine.transformationCache = false
    XCTAssertEqual(
      try report(uncached, every: step).stages.map(\.exchange.ids), reference, "without the transformation cache")
    var small = CompilerOptions()
    small.patternCacheBytes = 0
    XCTAssertEqual(try report(small, every: step).stages.map(\.exchange.ids), reference, "without the DFA")
    XCTAssertEqual(try report(chunkBytes: 1, every: step).stages.map(\.exchange.ids), reference, "bodies byte by byte")
  }
}

/// The same beside what ModSecurity logged.
final class RecordedRuleSetTests: ReferenceTestCase {
  override class var needs: [String] { ["crs/4.28.0", "crs/regression-tests", "crs/recorded"] }
  override class var cases: Cases { Cases(3_243, "regression tests") }

  func testTheRulesLoggedAreThoseOfModSecurity2() throws {
    var expected: [String: Set<Int64>] = [:]
    for line in try SharedData.jsonLines("crs/recorded/oracle-dev.jsonl") {
      let reference = try XCTUnwrap(line["modsec2_httpd"] as? [String: Any])
      expected[try XCTUnwrap(RecordedStage(line)).name] = Set(try XCTUnwrap(reference["ids"] as? [Int64]))
    }
    let explanations = try Exceptions(in: "conformance/differences.txt")
    var differing = 0
    let report = try report()
    for result in report.stages {
      let name = RecordedStage.name(result.id, result.stage)
      let logged = Set(result.exchange.ids)
      let reference = try XCTUnwrap(expected[name], name)
      if logged == reference { continue }
      differing += 1
      let more = logged.subtracting(reference).sorted().map { "+\($0)" }
      let less = reference.subtracting(logged).sorted().map { "-\($0)" }
      let change = (more + less).joined(separator: ",")
      if !explanations.covers("\(result.id) \(change)") {
        XCTFail("\(name): \(change) against ModSecurity 2.9, and no reason given")
      }
    }
    explanations.assertAllUsed()
    XCTAssertLessThan(Double(differing), Double(report.stages.count) * 0.02)
  }
}

private let crs = SharedData.root.appendingPathComponent("crs/4.28.0").path
private let tests = SharedData.root.appendingPathComponent("crs/regression-tests").path
private let vectors = checkout.appendingPathComponent("Tests/Vectors/conformance")

/// What came of the regression tests with these options, or of every so-manieth of them.
private func report(
  _ options: CompilerOptions = CompilerOptions(), chunkBytes: Int = 65_536, every step: Int = 1
) throws -> FTWReport {
  let rules = CompiledRules(coreRuleSet: crs, options)
  let program = try XCTUnwrap(rules.program, rules.findings.joined(separator: ""))
  let runner = FTWRunner(InProcessServer(program, chunkBytes: chunkBytes), exclusions: [:])
  let cases = try FTWReader().cases(at: tests)
  return try runner.run(stride(from: 0, to: cases.count, by: step).map { cases[$0] })
}
