import Injection
import ReferenceSupport
import TestSupport
import XCTest

/// The rows of the language's operator vectors for `@detectSQLi` and `@detectXSS`.
final class OperatorVectorTests: ReferenceTestCase {
  override class var needs: [String] { ["vectors/language/operators.jsonl"] }
  override class var cases: Cases { Cases(6, "vectors") }

  func testDetectSQLiKeepsItsVectors() throws {
    try check("detectSQLi") { SQLInjection.detect($0) != nil }
  }

  func testDetectXSSKeepsItsVectors() throws {
    try check("detectXSS") { CrossSiteScripting.detect($0) }
  }

  private func check(_ name: String, _ matches: (Span<UInt8>) -> Bool) throws {
    let rows = try SharedData.jsonLines("vectors/language/operators.jsonl").filter { $0["name"] as? String == name }
    XCTAssertEqual(rows.count, 3, "rows of \(name)")
    for row in rows {
      let input = try XCTUnwrap((row["input_hex"] as? String).flatMap { bytes(hex: $0) }, "\(row)")
      XCTAssertEqual(matches(input.span), row["ret"] as? Int == 1, "\(row)")
    }
  }
}
