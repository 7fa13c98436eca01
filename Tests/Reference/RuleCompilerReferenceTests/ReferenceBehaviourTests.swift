import Foundation
import ReferenceSupport
import TestSupport
import XCTest

@testable import RuleCompilerTests

/// Cases of the reference engines whose verdict on rule text is another than ours, one line each: source, title, reason.
private func exceptions() throws -> [String: String] {
  let text = try String(contentsOf: CompilerVector.folder.appendingPathComponent("exceptions.txt"), encoding: .utf8)
  var reasons: [String: String] = [:]
  for line in text.split(separator: "\n") where !line.hasPrefix("#") {
    let parts = line.components(separatedBy: " | ")
    XCTAssertEqual(parts.count, 3, String(line))
    if parts.count == 3 { reasons[parts[0] + " | " + parts[1]] = parts[2] }
  }
  return reasons
}

final class ReferenceBehaviourTests: ReferenceTestCase {
  override class var needs: [String] {
    ["vectors/scenarios", "vectors/coraza-profiles", "vectors/modsecurity-regression"]
  }
  override class var cases: Cases { Cases(724, "rule texts") }

  /// Checks a case and returns whether it was an exception.
  private func check(
    _ key: String, _ text: String, mustFail: Bool, _ exceptions: [String: String], _ used: inout Set<String>
  ) {
    let result = compiled(text)
    let agrees = result.errors.isEmpty != mustFail
    if exceptions[key] != nil {
      XCTAssertFalse(agrees, "\(key): is an exception no more")
      used.insert(key)
    } else {
      XCTAssertTrue(agrees, "\(key): \(mustFail ? "no error" : result.errors.joined(separator: "; "))\n\(text)")
    }
  }

  func testRuleTextLoadsWhereTheReferenceEnginesLoadIt() throws {
    let exceptions = try exceptions()
    var used: Set<String> = []
    for file in try jsonFiles("vectors/modsecurity-regression") {
      let cases = try JSONSerialization.jsonObject(with: SharedData.data("vectors/modsecurity-regression/\(file)"))
      for case let item as [String: Any] in try XCTUnwrap(cases as? [Any]) {
        guard let rules = item["rules"] as? [String], let title = item["title"] as? String else { continue }
        let expected = item["expected"] as? [String: Any]
        check(
          "\(file) | \(title)", rules.joined(separator: "\n"), mustFail: expected?["parser_error"] != nil, exceptions,
          &used)
      }
    }
    for file in try jsonFiles("vectors/coraza-profiles") {
      let data = try SharedData.data("vectors/coraza-profiles/\(file)")
      let profile = try XCTUnwrap(JSONSerialization.jsonObject(with: data) as? [String: Any])
      check("\(file) | profile", try XCTUnwrap(profile["Rules"] as? String), mustFail: false, exceptions, &used)
    }
    for scenario in try Scenario.all() {
      switch (scenario.corazaLoads, scenario.modSecurityLoads) {
      case (true, true): check(scenario.key, scenario.rules, mustFail: false, exceptions, &used)
      case (false, false): check(scenario.key, scenario.rules, mustFail: true, exceptions, &used)
      default: _ = compiled(scenario.rules)
      }
    }
    XCTAssertEqual(used, Set(exceptions.keys))
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
