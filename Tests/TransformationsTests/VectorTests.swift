import TestSupport
import XCTest

@testable import Transformations

/// Every transformation against our vectors.
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
}

/// Fails unless the transformation of this name makes `expected` of `input`.
func check(_ name: String, _ input: [UInt8], _ expected: [UInt8], _ place: String) throws {
  let output = try transform(name, input)
  XCTAssert(
    output == expected, "\(place)\n  expected \(VectorFile.quoted(expected))\n  got      \(VectorFile.quoted(output))"
  )
}

/// The result by the table's name, after holding both ways of calling against each other.
func transform(_ name: String, _ input: [UInt8]) throws -> [UInt8] {
  let index = try XCTUnwrap(transformationIndex(named: Array(name.utf8).span), "no transformation \(name)")
  let transformation = transformationTable[index]
  let (isChanged, output) = apply(transformation, input)
  XCTAssert(isChanged || output.isEmpty, "\(name): an unchanged input leaves the output empty")
  let unscreened = applyToEveryByte(transformation, input)
  XCTAssertEqual(unscreened.isChanged, isChanged, "\(name) \(VectorFile.quoted(input)): triggers change the result")
  XCTAssertEqual(unscreened.output, output, "\(name) \(VectorFile.quoted(input)): triggers change the result")
  return isChanged ? output : input
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
