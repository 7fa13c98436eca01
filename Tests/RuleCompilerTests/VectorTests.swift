import Foundation
import TestSupport
import XCTest

@testable import RuleCompiler

/// A case of `Tests/Vectors/rule-compiler`: rule text, and what compiling it gives.
struct CompilerVector {
  let title: String
  let place: String
  let text: String
  let expected: String

  static func all() throws -> [CompilerVector] {
    try VectorFile.names(in: "rule-compiler").flatMap { name in
      try VectorCase.cases(in: "rule-compiler", name: name).map { vector in
        guard let rules = vector["rules"], let result = vector["result"], vector.sections.count == 2 else {
          throw VectorLine.Malformed(place: vector.place)
        }
        return CompilerVector(
          title: vector.name, place: vector.place, text: rules,
          expected: result.trimmingCharacters(in: .newlines))
      }
    }
  }
}

final class VectorTests: XCTestCase {
  func testEveryVectorCompilesToWhatItSays() throws {
    let vectors = try CompilerVector.all()
    XCTAssertGreaterThan(vectors.count, 50)
    for vector in vectors {
      let result = compiled(vector.text)
      var actual = result.findings
      if let program = result.program { actual.append(String(decoding: dump(program), as: UTF8.self)) }
      XCTAssertEqual(
        actual.joined(separator: "\n").trimmingCharacters(in: .newlines), vector.expected, vector.place)
    }
  }

  func testEveryDirectiveActionAndControlHasAVector() throws {
    let text = try CompilerVector.all().map(\.text).joined(separator: "\n").lowercased()
    for row in directiveTable { XCTAssertTrue(text.contains("\(row.name)".lowercased()), "\(row.name)") }
    for row in actionTable where "\(row.name)" != "t" {
      XCTAssertTrue(text.contains("\(row.name)".lowercased()), "\(row.name)")
    }
    for row in controlTable { XCTAssertTrue(text.contains("\(row.name)".lowercased()), "\(row.name)") }
  }

  func testTablesAreSortedAndNamesStandOnce() {
    for names in [
      directiveTable.map { "\($0.name)" }, actionTable.map { "\($0.name)" }, controlTable.map { "\($0.name)" },
    ] {
      let lower = names.map { $0.lowercased() }
      XCTAssertEqual(lower, lower.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
      XCTAssertEqual(Set(lower).count, lower.count)
    }
  }
}
