import TestSupport
import XCTest

@testable import Transformations

/// Every transformation against our vectors and against the recorded ones.
final class VectorTests: XCTestCase {
  func testEveryTransformationHasAVectorFileAndTheOtherWayRound() throws {
    XCTAssertEqual(try VectorFile.names(in: "transformations"), transformationTable.map { "\($0.name)" }.sorted())
  }

  func testEveryTransformationKeepsItsVectors() throws {
    try VectorFile.forEach(in: "transformations") { vector in
      try check(vector.name, vector.input, vector.output, vector.place)
    }
  }

  func testEveryVectorFileHasTheEmptyInputAndAnUnchangedOne() throws {
    // These give something else for every input.
    let alwaysChanging: Set = ["length", "md5", "sha1"]
    for name in try VectorFile.names(in: "transformations") {
      let vectors = try VectorFile.vectors(in: "transformations", name: name)
      XCTAssert(vectors.contains { $0.input.isEmpty }, "\(name) has no vector for the empty input")
      XCTAssert(vectors.contains { !$0.isUnchanged }, "\(name) has no vector that changes")
      XCTAssert(alwaysChanging.contains(name) || vectors.contains(where: \.isUnchanged), "\(name): none unchanged")
    }
  }

  func testEverySharedVectorIsKeptOrListedAsAnException() throws {
    let exceptions = try Exceptions(in: "transformations/exceptions.txt")
    let rows = try SharedData.jsonLines("vectors/language/transformations.jsonl")
    XCTAssertEqual(rows.count, 376)
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

  private func check(_ name: String, _ input: [UInt8], _ expected: [UInt8], _ place: String) throws {
    let output = try transform(name, input)
    XCTAssert(
      output == expected, "\(place)\n  expected \(VectorFile.quoted(expected))\n  got      \(VectorFile.quoted(output))"
    )
  }

  /// The result by the table's name, after holding both ways of calling against each other.
  private func transform(_ name: String, _ input: [UInt8]) throws -> [UInt8] {
    let index = try XCTUnwrap(transformationIndex(named: Array(name.utf8).span), "no transformation \(name)")
    let transformation = transformationTable[index]
    let (isChanged, output) = apply(transformation, input)
    XCTAssert(isChanged || output.isEmpty, "\(name): an unchanged input leaves the output empty")
    let unscreened = applyToEveryByte(transformation, input)
    XCTAssertEqual(unscreened.isChanged, isChanged, "\(name) \(VectorFile.quoted(input)): triggers change the result")
    XCTAssertEqual(unscreened.output, output, "\(name) \(VectorFile.quoted(input)): triggers change the result")
    return isChanged ? output : input
  }
}

func apply(_ transformation: Transformation, _ input: [UInt8]) -> (isChanged: Bool, output: [UInt8]) {
  // What an earlier call left behind must not show.
  var output: [UInt8] = [1, 2, 3]
  let isChanged = transformation.apply(input.span, &output)
  return (isChanged, output)
}

func applyToEveryByte(_ transformation: Transformation, _ input: [UInt8]) -> (isChanged: Bool, output: [UInt8]) {
  var output: [UInt8] = [1, 2, 3]
  let isChanged = transformation.applyToEveryByte(input.span, &output)
  return (isChanged, output)
}
