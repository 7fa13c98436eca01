import Bytes
import XCTest

@testable import Inspection

final class JSONTreeTests: XCTestCase {
  func testStringsComeOutAsJSONMeansThem() throws {
    let table: [(String, String)] = [
      (#""""#, ""), (#""a b""#, "a b"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"), (#""\u0041\u00e9""#, "Aé"),
      (#""\ud83d\ude00""#, "😀"), (#""\ud83d""#, "\u{fffd}"), (#""\ud83dx""#, "\u{fffd}x"), (#""é😀""#, "é😀"),
    ]
    for (json, expected) in table {
      let tree = try JSONTree(Array(json.utf8))
      XCTAssertEqual(String(decoding: tree.string(at: 0), as: UTF8.self), expected, json)
    }
  }

  func testWhatIsNotJSONIsRefusedWhereItStopsBeingJSON() {
    let table: [(String, JSONProblem.Kind, Int)] = [
      ("", .unexpectedEnd, 0), ("{", .unexpectedEnd, 1), ("{\"a\"", .unexpectedEnd, 4), ("[1,]", .unexpectedByte, 3),
      ("[1 2]", .unexpectedByte, 3), ("{a:1}", .unexpectedByte, 1), ("nul", .unexpectedEnd, 3),
      ("nulL", .unexpectedByte, 3), ("\"\\x\"", .badEscape, 1), ("\"\\u12g4\"", .badEscape, 1),
      ("\"a\nb\"", .unexpectedByte, 2), ("1 1", .textAfterValue, 2), ("-", .badNumber, 0), ("1e", .badNumber, 0),
      (String(repeating: "[", count: 100_000), .tooDeep, 33),
    ]
    for (json, kind, offset) in table {
      XCTAssertThrowsError(try JSONTree(Array(json.utf8)), json) {
        XCTAssertEqual($0 as? JSONProblem, JSONProblem(kind: kind, offset: offset), String(json.prefix(20)))
      }
    }
  }

  func testEveryTruncationOfAConfigurationIsRefusedWithoutATrap() {
    let json = Array(#"{"a": ["x\n", {"b": [true, null, -1.5e3]}], "é": {}}"#.utf8)
    XCTAssertNoThrow(try JSONTree(json))
    for count in 0..<json.count { XCTAssertThrowsError(try JSONTree(Array(json.prefix(count))), "\(count) bytes") }
  }
}
