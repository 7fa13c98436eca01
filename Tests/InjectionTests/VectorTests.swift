import Injection
import TestSupport
import XCTest

/// Every vector of `Tests/Vectors/injection`.
final class VectorTests: XCTestCase {
  func testFingerprintsAreThoseOfTheVectors() throws {
    try check("sqli") { input in
      var text: [UInt8] = []
      SQLInjection.detect(input)?.append(to: &text)
      return text
    }
  }

  func testAttacksAreThoseOfTheVectors() throws {
    try check("xss") { CrossSiteScripting.detect($0) ? Array("attack".utf8) : [] }
  }

  private func check(_ name: String, _ verdict: (Span<UInt8>) -> [UInt8]) throws {
    let vectors = try VectorFile.vectors(in: "injection", name: name)
    XCTAssertGreaterThan(vectors.count { $0.output.isEmpty }, 20, "harmless inputs")
    XCTAssertGreaterThan(vectors.count { !$0.output.isEmpty }, 30, "attacks")
    for vector in vectors {
      XCTAssertEqual(VectorFile.quoted(verdict(vector.input.span)), VectorFile.quoted(vector.output), vector.place)
    }
  }
}
