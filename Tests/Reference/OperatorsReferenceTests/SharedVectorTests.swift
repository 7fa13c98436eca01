import ReferenceSupport
import TestSupport
import XCTest

@testable import OperatorsTests

/// The language's own test vectors for operators.
final class SharedVectorTests: ReferenceTestCase {
  override class var needs: [String] { ["vectors/language/operators.jsonl"] }
  override class var cases: Cases { Cases(3_955, "vectors") }

  func testEveryOperatorKeepsTheLanguagesVectors() throws { try runAll(keepsNoCache: false) }

  func testPatternsWithoutACacheKeepThemToo() throws { try runAll(keepsNoCache: true) }

  private func runAll(keepsNoCache: Bool) throws {
    let rows = try SharedData.jsonLines("vectors/language/operators.jsonl")
    XCTAssertGreaterThanOrEqual(rows.count, Self.cases.count)
    let exceptions = try Exceptions(in: "operators/exceptions.txt")
    for row in rows {
      let place = "\(try XCTUnwrap(row["file"] as? String)) \(try XCTUnwrap(row["index"] as? Int))"
      let name = try XCTUnwrap(row["name"] as? String, place)
      let argument = Array(try XCTUnwrap(row["param"] as? String, place).utf8)
      let input = try XCTUnwrap(bytes(hex: try XCTUnwrap(row["input_hex"] as? String, place)), place)
      let shouldMatch = try XCTUnwrap(row["ret"] as? Int, place) == 1
      let answer = try ask(name, argument, input, keepsNoCache: keepsNoCache, place: place)
      let isKept = answer.isMatch == shouldMatch && (answer.isMatch || answer == .noMatch)
      if exceptions.covers(place) {
        XCTAssertFalse(isKept, "\(place) is kept: take it out of exceptions.txt")
      } else {
        XCTAssertTrue(isKept, "\(place): @\(name), \(row), answered \(answer)")
      }
    }
    exceptions.assertAllUsed()
  }
}
