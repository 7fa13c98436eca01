import Bytes
import Operators
import XCTest

/// Our own vectors, for what the language's leave open.
final class OwnVectorTests: XCTestCase {
  func testEverySupportedOperatorHasVectors() throws {
    let supported = operatorTable.filter { $0.standing == .supported }.map { "\($0.name)" }
    XCTAssertEqual(try OperatorVectorFile.names(), supported.sorted())
    for name in supported { XCTAssertGreaterThan(try OperatorVectorFile.vectors(of: name).count, 1, name) }
  }

  func testEveryOperatorKeepsItsVectors() throws {
    for name in try OperatorVectorFile.names() {
      for vector in try OperatorVectorFile.vectors(of: name) { try check(vector) }
    }
  }

  private func check(_ vector: OperatorVector) throws {
    let answer = try ask(vector.name, vector.argument, vector.input, place: vector.place)
    let place = "\(vector.place): \(quoted(vector.argument)) \(quoted(vector.input))"
    switch vector.expectation {
    case .noMatch: XCTAssertEqual(answer, .noMatch, place)
    case .refused(let offset, let length): XCTAssertEqual(answer, .refused(offset: offset, length: length), place)
    case .match(let captures?): XCTAssertEqual(answer, .match(captures), place)
    case .match(nil): XCTAssertTrue(answer.isMatch, "\(place): \(answer)")
    }
  }
}
