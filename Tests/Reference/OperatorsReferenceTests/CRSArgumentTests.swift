import Bytes
import Foundation
import Operators
import ReferenceSupport
import TestSupport
import XCTest

/// What the OWASP Core Rule Set writes behind `@` can be prepared.
final class CRSArgumentTests: ReferenceTestCase {
  override class var needs: [String] { ["crs/4.28.0/rules"] }
  override class var cases: Cases { Cases(6887, "operators and phrases") }

  private static let rules = "crs/4.28.0/rules"

  /// The data files that come with the rules.
  private final class RuleFiles: OperatorResources {
    override func file(named name: Span<UInt8>) -> [UInt8]? {
      let name = String(decoding: [UInt8](name), as: UTF8.self)
      return (try? SharedData.data("\(CRSArgumentTests.rules)/\(name)")).map { Array($0) }
    }
  }

  func testEveryOperatorOfTheRulesIsPrepared() throws {
    var counts: [String: Int] = [:]
    for name in try files(endingIn: ".conf") {
      let text = String(decoding: try SharedData.data("\(Self.rules)/\(name)"), as: UTF8.self)
      for (operatorName, argument) in operators(in: text) {
        counts[operatorName, default: 0] += 1
        let index = try XCTUnwrap(operatorIndex(named: Array(operatorName.utf8).span), "\(name): @\(operatorName)")
        let bytes = Array(argument.utf8)
        do {
          _ = try operatorTable[index].make(bytes.span, RuleFiles())
        } catch {
          let reason = String(decoding: error.detail, as: UTF8.self)
          XCTFail("\(name): @\(operatorName) \(argument): at \(error.offset): \(reason)")
        }
      }
    }
    // The figures of the rule set's inventory, so that a rule the test does not see makes it fail.
    XCTAssertEqual(counts.values.reduce(0, +), 695)
    XCTAssertEqual(counts["rx"], 318)
    XCTAssertEqual(counts["pmFromFile"], 21)
    XCTAssertEqual(counts["lt"], 190)
  }

  func testEveryLineOfADataFileIsFound() throws {
    let index = try XCTUnwrap(operatorIndex(named: Array("pmFromFile".utf8).span))
    var phrases = 0
    for name in try files(endingIn: ".data") {
      let argument = Array(name.utf8)
      let prepared = try operatorTable[index].make(argument.span, RuleFiles())
      for line in try SharedData.data("\(Self.rules)/\(name)").split(separator: UInt8(ascii: "\n")) {
        let text = String(decoding: line, as: UTF8.self).trimmingCharacters(in: .whitespaces)
        if text.isEmpty || text.hasPrefix("#") { continue }
        phrases += 1
        var captures = Captures()
        let value = Array("before \(text) behind".utf8).map(\.uppercasedASCII)
        XCTAssertTrue(prepared.matches(value.span, argument: argument.span, &captures), "\(name): \(text)")
      }
    }
    XCTAssertEqual(phrases, 6192)
  }

  private func files(endingIn suffix: String) throws -> [String] {
    let folder = SharedData.root.appendingPathComponent(Self.rules).path
    return try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(suffix) }.sorted()
  }

  /// Name and argument of each SecRule's operator: the first quoted text behind the variables.
  private func operators(in text: String) -> [(name: String, argument: String)] {
    var found: [(name: String, argument: String)] = []
    for line in text.replacingOccurrences(of: "\\\n", with: "").split(separator: "\n") {
      let line = line.drop { $0 == " " }
      guard line.hasPrefix("SecRule "), let open = line.firstIndex(of: "\"") else { continue }
      var argument = ""
      var index = line.index(after: open)
      while index < line.endIndex, line[index] != "\"" {
        let next = line.index(after: index)
        if line[index] == "\\", next < line.endIndex, line[next] == "\"" { index = next }
        argument.append(line[index])
        index = line.index(after: index)
      }
      let parts = argument.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
      found.append((String(parts[0].drop { "!@".contains($0) }), parts.count > 1 ? String(parts[1]) : ""))
    }
    return found
  }
}
