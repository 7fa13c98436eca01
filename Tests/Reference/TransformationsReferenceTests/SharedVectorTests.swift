import ReferenceSupport
import TestSupport
import XCTest

@testable import TransformationsTests

/// The language's own test vectors for transformations.
final class SharedVectorTests: ReferenceTestCase {
  override class var needs: [String] { ["vectors/language/transformations.jsonl"] }
  override class var cases: Cases { Cases(376, "vectors") }

  func testEverySharedVectorIsKeptOrListedAsAnException() throws {
    let exceptions = try Exceptions(in: "transformations/exceptions.txt")
    let rows = try SharedData.jsonLines("vectors/language/transformations.jsonl")
    XCTAssertEqual(rows.count, Self.cases.count)
    for row in rows {
      guard let file = row["file"] as? String, let index = row["index"] as? Int,
        let input = (row["input_hex"] as? String).flatMap(bytes(hex:)),
        let output = (row["output_hex"] as? String).flatMap(bytes(hex:))
      else {
        XCTFail("a row is not as expected: \(row)")
        continue
      }
      // The file is named after the transformation; the name inside it is not always one.
      let name = file.replacingOccurrences(of: "transformations/", with: "").replacingOccurrences(of: ".json", with: "")
      if exceptions.covers("\(name) \(index)") {
        XCTAssertNotEqual(try transform(name, input), output, "\(name) \(index) passes: no exception is needed")
      } else {
        try check(name, input, output, "\(file)[\(index)] \(VectorFile.quoted(input))")
      }
    }
    exceptions.assertAllUsed()
  }
}
