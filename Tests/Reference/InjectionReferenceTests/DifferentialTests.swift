import ReferenceSupport
import TestSupport
import XCTest

@testable import InjectionTests

/// Verdicts, fingerprints and tokens equal those of the C library.
final class DifferentialTests: ReferenceTestCase {
  override class var needs: [String] { ["vectors", "crs/recorded"] }
  override class var cases: Cases { Cases(2_200_000, "comparisons with the C library") }
  override class var missing: String? { Oracle.missing ?? super.missing }

  private lazy var iterations = sampleSize(300_000, inDebug: 2_000, of: "inputs a test")

  func testTheLibrarysCollectionsGetItsVerdicts() throws {
    let inputs = try Corpus.library()
    XCTAssertGreaterThan(inputs.count, 160_000)
    try compare(inputs, inDepth: false)
  }

  func testVectorsGetTheLibrarysVerdicts() throws {
    let inputs = try Corpus.vectors()
    XCTAssertGreaterThan(inputs.count, 1_000)
    try compare(inputs)
  }

  func testRequestsOfTheCoreRuleSetGetTheLibrarysVerdicts() throws {
    let inputs = try Corpus.coreRuleSetRequests()
    XCTAssertGreaterThan(inputs.count, 10_000)
    try compare(inputs)
  }

  func testMutatedTextGetsTheLibrarysVerdicts() throws {
    let base = try (Corpus.library() + Corpus.vectors() + Corpus.coreRuleSetRequests())
      .filter { $0.count < 300 }
    var random = Random(seed: 1)
    var comparison = try Comparison()
    for _ in 0..<iterations {
      let input = base[random.below(base.count)]
      comparison.compare(Mutation.mutate(input, with: base[random.below(base.count)], &random))
    }
    finish(comparison)
  }

  func testComposedSQLGetsTheLibrarysVerdicts() throws {
    var random = Random(seed: 2)
    var comparison = try Comparison()
    for round in 0..<iterations {
      comparison.compare(Mutation.compose(Mutation.sqlPieces, longest: 9, blanks: round & 1 == 0, &random))
    }
    finish(comparison)
  }

  func testComposedHTMLGetsTheLibrarysVerdicts() throws {
    var random = Random(seed: 3)
    var comparison = try Comparison()
    for _ in 0..<iterations {
      comparison.compare(Mutation.compose(Mutation.htmlPieces, longest: 12, blanks: false, &random))
    }
    finish(comparison)
  }

  func testRandomBytesGetTheLibrarysVerdicts() throws {
    var random = Random(seed: 4)
    var comparison = try Comparison()
    for _ in 0..<iterations {
      comparison.compare(
        (0...random.below(24)).map { _ in
          random.below(8) == 0 ? UInt8(random.below(256)) : Mutation.telling[random.below(Mutation.telling.count)]
        })
    }
    finish(comparison)
  }

  func testEverySequenceOfFourTokenTypesGetsTheLibrarysVerdict() throws {
    let pieces = [
      "1", "'a'", "a", "@v", "select", "union", "and", "=", "-", "(", ")", ",", ";", "sin", "int", "in", "like",
      "collate",
      "{", "}", ".", "::", "exec", "group by", "--x", "/**/", "\\",
    ].map { Array($0.utf8) + [0x20] }
    var comparison = try Comparison()
    for first in pieces {
      for second in pieces {
        for third in pieces {
          comparison.compare(first + second + third, inDepth: false)
          for fourth in pieces { comparison.compare(first + second + third + fourth, inDepth: false) }
        }
      }
    }
    finish(comparison)
  }

  private func compare(_ inputs: [[UInt8]], inDepth: Bool = true) throws {
    var comparison = try Comparison()
    for input in inputs { comparison.compare(input, inDepth: inDepth) }
    finish(comparison)
  }

  private func finish(_ comparison: Comparison, file: StaticString = #filePath, line: UInt = #line) {
    XCTAssertGreaterThan(comparison.inputs, 0, file: file, line: line)
    print("\(comparison.inputs) inputs, \(comparison.sqlAttacks) SQL and \(comparison.htmlAttacks) HTML attacks")
    comparison.assertNone(file: file, line: line)
  }
}
