import TestSupport
import XCTest

@testable import Transformations

/// Each row of the generated tables is found by the search the decoders use.
final class GeneratedTableTests: XCTestCase {
  func testEveryHTMLNameIsDecoded() throws {
    let decode = Transformation.htmlEntityDecode
    let rows = lines(of: htmlEntityRows)
    XCTAssertEqual(rows.count, 2125)
    XCTAssertEqual(rows, rows.sorted { name(of: $0).utf8.lexicographicallyPrecedes(name(of: $1).utf8) })
    let openNames = Set(rows.filter { $0.contains(",") }.map(name(of:)))
    XCTAssertEqual(openNames.count, 106)
    for row in rows {
      let name = name(of: row)
      XCTAssertLessThanOrEqual(name.utf8.count, longestEntityName)
      let text = try row.dropFirst(name.utf8.count + 1).split(separator: " ").map {
        String(try XCTUnwrap(UInt32($0, radix: 16).flatMap(Unicode.Scalar.init)))
      }.joined()
      // The no-break space is the byte A0, see `htmlEntityDecode`.
      let expected = text == "\u{a0}" ? [0xa0] : Array(text.utf8)
      XCTAssertEqual(apply(decode, Array("&\(name);".utf8)).output, expected, row)
      if row.dropFirst(name.utf8.count).first == "," {
        XCTAssertLessThanOrEqual(name.utf8.count, longestOpenEntityName)
        XCTAssertEqual(apply(decode, Array("&\(name)\0".utf8)).output, expected + [0], row)
      } else if HTMLEntity(foldedName: Array(name.utf8).span) == nil,
        !(2...longestOpenEntityName).contains(where: { openNames.contains(String(name.prefix($0))) })
      {
        XCTAssertFalse(apply(decode, Array("&\(name)\0".utf8)).isChanged, row)
      }
    }
  }

  func testEveryBestFitIsFoundAndNothingBesides() throws {
    var table: [UInt32: UInt8] = [:]
    for row in lines(of: bestFitRows) {
      XCTAssertEqual(row.utf8.count, 5, row)
      table[try XCTUnwrap(UInt32(row.prefix(4), radix: 16))] = row.utf8.last
    }
    XCTAssertEqual(table.count, 278)
    for codePoint: UInt32 in 0...0xffff { XCTAssertEqual(bestFitASCII(codePoint), table[codePoint]) }
  }

  private func lines(of blob: StaticString) -> [String] { "\(blob)".split(separator: "\n").map(String.init) }

  private func name(of row: String) -> String { String(row.prefix { $0.isLetter || $0.isNumber }) }
}
