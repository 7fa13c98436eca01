import Foundation
import ReferenceSupport
import TestSupport
import XCTest

@testable import RuleCompilerTests

/// Rule text loads where the reference engines load it, but for `rule-compiler/exceptions.txt`.
final class ReferenceBehaviourTests: ReferenceTestCase {
  override class var needs: [String] {
    ["vectors/scenarios", "vectors/coraza-profiles", "vectors/modsecurity-regression"]
  }
  override class var cases: Cases { Cases(724, "rule texts") }

  private func check(_ key: String, _ text: String, mustFail: Bool, _ exceptions: Exceptions) {
    let result = compiled(text)
    let agrees = result.errors.isEmpty != mustFail
    if exceptions.covers(key) {
      XCTAssertFalse(agrees, "\(key): is an exception no more")
    } else {
      XCTAssertTrue(agrees, "\(key): \(mustFail ? "no error" : result.errors.joined(separator: "; "))\n\(text)")
    }
  }

  func testRuleTextLoadsWhereTheReferenceEnginesLoadIt() throws {
    let exceptions = try Exceptions(in: "rule-compiler/exceptions.txt")
    for file in try jsonFiles("vectors/modsecurity-regression") {
      let cases = try JSONSerialization.jsonObject(with: SharedData.data("vectors/modsecurity-regression/\(file)"))
      for case let item as [String: Any] in try XCTUnwrap(cases as? [Any]) {
        guard let rules = item["rules"] as? [String], let title = item["title"] as? String else { continue }
        let expected = item["expected"] as? [String: Any]
        check(
          "\(file) | \(title)", rules.joined(separator: "\n"), mustFail: expected?["parser_error"] != nil, exceptions)
      }
    }
    for file in try jsonFiles("vectors/coraza-profiles") {
      let data = try SharedData.data("vectors/coraza-profiles/\(file)")
      let profile = try XCTUnwrap(JSONSerialization.jsonObject(with: data) as? [String: Any])
      check("\(file) | profile", try XCTUnwrap(profile["Rules"] as? String), mustFail: false, exceptions)
    }
    for scenario in try Scenario.all() {
      switch (scenario.corazaLoads, scenario.modSecurityLoads) {
      case (true, true): check(scenario.key, scenario.rules, mustFail: false, exceptions)
      case (false, false): check(scenario.key, scenario.rules, mustFail: true, exceptions)
      default: _ = compiled(scenario.rules)
      }
    }
    exceptions.assertAllUsed()
  }

  private func jsonFiles(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: SharedData.root.appendingPathComponent(folder).path)
      .filter { $0.hasSuffix(".json") }.sorted()
  }
}

/// A scenario of `vectors/scenarios`, and whether each engine loaded its rules.
private struct Scenario {
  let key: String
  let rules: String
  let corazaLoads: Bool
  let modSecurityLoads: Bool

  static func all() throws -> [Scenario] {
    var scenarios: [Scenario] = []
    for number in 1...6 {
      let text = try read("scenarios-\(number).txt")
      let coraza = try failures("coraza-877524f9-\(number).out")
      let modSecurity = try failures("modsecurity-3.0.14-\(number).out")
      for (index, part) in ("\n" + text).components(separatedBy: "\n===").dropFirst().enumerated() {
        let title = part.prefix { $0 != "\n" }
        let rules = part.components(separatedBy: "\n--rules\n").last?.components(separatedBy: "\n--request").first
        scenarios.append(
          Scenario(
            key: "scenarios-\(number) | \(title)", rules: rules ?? "", corazaLoads: !coraza.contains(index),
            modSecurityLoads: !modSecurity.contains(index)))
      }
    }
    return scenarios
  }

  private static func read(_ name: String) throws -> String {
    String(decoding: try SharedData.data("vectors/scenarios/\(name)"), as: UTF8.self)
  }

  /// Which scenarios of an output say that the rules could not be loaded.
  private static func failures(_ name: String) throws -> Set<Int> {
    var failures: Set<Int> = []
    for (index, part) in ("\n" + (try read(name))).components(separatedBy: "\n# ").dropFirst().enumerated()
    where part.contains("\n  LOADERR") {
      failures.insert(index)
    }
    return failures
  }
}
