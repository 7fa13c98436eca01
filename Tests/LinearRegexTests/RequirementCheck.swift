import Bytes
import LiteralSearch
import XCTest

/// Fails unless `input`, which matches, meets the requirement.
func checkRequirement(_ requirement: MatchRequirement, _ input: [UInt8], _ place: String) {
  XCTAssertGreaterThanOrEqual(input.count, requirement.minimumLength, "minimum length: \(place)")
  let folded = input.map { $0.lowercasedASCII }
  if !requirement.literals.isEmpty {
    let isFound = requirement.literals.contains { literal in
      literal.count <= folded.count
        && (0...folded.count - literal.count).contains { folded[$0..<$0 + literal.count].elementsEqual(literal) }
    }
    XCTAssertTrue(isFound, "literals: \(place)")
  }
  for set in requirement.byteSets {
    XCTAssertTrue(input.contains { set.caseFolded.contains($0) }, "byte sets: \(place)")
  }
}
