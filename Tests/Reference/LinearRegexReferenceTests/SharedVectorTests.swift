import LinearRegex
import ReferenceSupport
import XCTest

/// The language's own test vectors for `@rx`.
final class SharedVectorTests: ReferenceTestCase {
  override class var needs: [String] { ["vectors/language/operators.jsonl"] }
  override class var cases: Cases { Cases(20, "vectors") }

  func testEachVectorOfTheOperatorMatchesAsItSays() throws {
    let rows = try SharedData.jsonLines("vectors/language/operators.jsonl").filter { $0["name"] as? String == "rx" }
    XCTAssertEqual(rows.count, Self.cases.count)
    for row in rows {
      let source = Array(try XCTUnwrap(row["param"] as? String).utf8)
      let input = try XCTUnwrap(bytes(hex: try XCTUnwrap(row["input_hex"] as? String)))
      let pattern = try Pattern(source.span)
      let expected: MatchOutcome = row["ret"] as? Int == 1 ? .match : .noMatch
      XCTAssertEqual(pattern.search(input.span), expected, "\(row)")
    }
  }
}
