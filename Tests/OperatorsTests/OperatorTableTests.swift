import Bytes
import LiteralSearch
import Operators
import XCTest

final class OperatorTableTests: XCTestCase {
  func testNamesAreSortedAndDistinctWithoutRegardToCase() {
    let names = operatorTable.map { "\($0.name)".lowercased() }
    XCTAssertEqual(names, Set(names).sorted())
  }

  func testNamesAreFoundInAnyCase() {
    for (index, row) in operatorTable.enumerated() {
      for name in ["\(row.name)", "\(row.name)".uppercased(), "\(row.name)".lowercased()] {
        XCTAssertEqual(operatorIndex(named: Array(name.utf8).span), index, name)
      }
    }
    for name in ["", "contians", "rx ", "@rx"] { XCTAssertNil(operatorIndex(named: Array(name.utf8).span), name) }
  }

  func testOperatorsOutsideTheSandboxNeverMatch() throws {
    for row in operatorTable where row.standing == .neverMatches {
      for input in ["", "127.0.0.1", "%"] {
        XCTAssertEqual(try ask("\(row.name)", Array("anything".utf8), Array(input.utf8)), .noMatch, "\(row.name)")
      }
    }
  }

  func testRejectedOperatorsSayWhatToDo() {
    for row in operatorTable where row.standing == .rejected {
      let argument: [UInt8] = []
      do {
        _ = try row.make(argument.span, VectorResources())
        XCTFail("@\(row.name) is accepted")
      } catch {
        XCTAssertTrue(String(decoding: error.detail, as: UTF8.self).hasPrefix("@\(row.name) "), "\(row.name)")
      }
    }
  }
}
