import Foundation
import XCTest

/// Comments and vectors cite the rows of `docs/seclang.md`; each row they name is there.
final class CitationTests: XCTestCase {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  func testEveryCitationOfSecLangNamesARowThatIsThere() throws {
    let page = try text("docs/seclang.md")
    let rows = Set(page.matches(of: /(?m)^\| ([0-9.]+) \|/).map { String($0.1) })
    let sections = Set(page.matches(of: /(?m)^## ([0-9]+)\./).map { String($0.1) })
    var cited = 0
    for file in try files() {
      let content = try text(file)
      for line in content.split(separator: "\n") where line.contains("seclang.md") {
        XCTAssertTrue(line.contains("docs/seclang.md"), "\(file) cites a page that is not in the repository: \(line)")
        for match in line.matches(of: /(choice|row|section) ([0-9]+(\.[0-9]+)?)/) {
          cited += 1
          let isThere = match.1 == "section" ? sections.contains(String(match.2)) : rows.contains(String(match.2))
          XCTAssertTrue(isThere, "\(file) cites \(match.0), which docs/seclang.md has not")
        }
      }
      guard file.hasSuffix("rule-engine/scenarios.txt") else { continue }
      for match in content.matches(of: /choices? ([0-9]+)/) {
        cited += 1
        XCTAssertTrue(rows.contains(String(match.1)), "\(file): \(match.0)")
      }
      for match in content.matches(of: /§([0-9])/) {
        cited += 1
        XCTAssertTrue(sections.contains(String(match.1)), "\(file): \(match.0)")
      }
    }
    XCTAssertGreaterThan(cited, 100)
  }

  private func text(_ file: String) throws -> String {
    try String(contentsOf: Self.root.appendingPathComponent(file), encoding: .utf8)
  }

  /// Sources and test vectors, by their path below the package.
  private func files() throws -> [String] {
    try ["Sources", "Tests"].flatMap { directory in
      try FileManager.default.subpathsOfDirectory(atPath: Self.root.appendingPathComponent(directory).path)
        .filter { $0.hasSuffix(".swift") || $0.hasSuffix(".txt") }
        .map { directory + "/" + $0 }
    }
    .filter { !$0.hasSuffix("CitationTests.swift") }
  }
}
