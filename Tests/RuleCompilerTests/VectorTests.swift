import Foundation
import XCTest

@testable import RuleCompiler

/// A case of `Tests/Vectors/rule-compiler`: rule text, and what compiling it gives.
struct CompilerVector {
  let title: String
  let place: String
  let text: String
  let expected: String

  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Vectors/rule-compiler")

  static func all() throws -> [CompilerVector] {
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".txt") }
    return try files.filter { $0 != "exceptions.txt" }.sorted().flatMap(cases)
  }

  private static func cases(of file: String) throws -> [CompilerVector] {
    let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
    return try ("\n" + text).components(separatedBy: "\n--- ").dropFirst().map { part in
      let halves = part.components(separatedBy: "\n=>\n")
      let lines = halves[0].components(separatedBy: "\n")
      guard halves.count == 2 else { throw CocoaError(.fileReadCorruptFile) }
      return CompilerVector(
        title: lines[0], place: "\(file): \(lines[0])", text: lines.dropFirst().joined(separator: "\n"),
        expected: halves[1].trimmingCharacters(in: .newlines))
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
