import TestSupport
import XCTest

@testable import Transformations

/// What holds for every transformation and every input.
final class PropertyTests: XCTestCase {
  func testTheTableIsSortedAndItsNamesAreFoundInAnyCase() {
    let names = transformationTable.map { "\($0.name)" }
    XCTAssertEqual(names, names.sorted { $0.lowercased() < $1.lowercased() })
    for (index, name) in names.enumerated() {
      XCTAssertEqual(transformationIndex(named: Array(name.utf8).span), index)
      XCTAssertEqual(transformationIndex(named: Array(name.uppercased().utf8).span), index)
    }
    for name in ["", "none", "lower", "lowercases"] {
      XCTAssertNil(transformationIndex(named: Array(name.utf8).span), name)
    }
  }

  func testAnInputWithoutTriggersComesOutUnchanged() {
    var random = Random(seed: 1)
    for transformation in transformationTable {
      guard let triggers = transformation.triggers else { continue }
      let allowed = (UInt8.min...UInt8.max).filter { !triggers.contains($0) }
      for count in 0..<200 {
        let input = allowed.isEmpty ? [] : (0..<count % 40).map { _ in allowed[random.below(allowed.count)] }
        let place = "\(transformation.name) \(VectorFile.quoted(input))"
        XCTAssertFalse(applyToEveryByte(transformation, input).isChanged, place)
        XCTAssertFalse(apply(transformation, input).isChanged, place)
      }
    }
  }

  func testTriggersNeverChangeTheResultAndTheOutputIsBounded() {
    var random = Random(seed: 2)
    let fragments = [
      "%", "+", "%4", "%41", "%u00", "%u2019", "%uff1c", "&", "&lt", "&#x3", ";", "&nGt;", "\\", "\\x4", "\\u{", "}",
      "\\101", "/", "*", "/*", "*/", "<!--", "-->", "--", "#", ".", "..", "::$DATA", " ", "\t", "\n", "a", "B", "Z9",
      "0x41", "[", "]", "=", "QUJD", "-_", "\u{e9}", "\u{1f600}", "\u{a0}", "\0", "'", "\"", "^", ",", "(",
    ].map { Array($0.utf8) }
    for _ in 0..<4_000 {
      var input: [UInt8] = []
      for _ in 0..<random.below(12) {
        if random.below(4) == 0 {
          input.append(UInt8(random.below(256)))
        } else {
          input += fragments[random.below(fragments.count)]
        }
      }
      for transformation in transformationTable {
        let place = "\(transformation.name) \(VectorFile.quoted(input))"
        let screened = apply(transformation, input)
        let unscreened = applyToEveryByte(transformation, input)
        XCTAssertEqual(screened.isChanged, unscreened.isChanged, place)
        XCTAssertEqual(screened.output, unscreened.output, place)
        XCTAssert(screened.isChanged ? screened.output != input : screened.output.isEmpty, place)
        XCTAssertLessThanOrEqual(screened.output.count, max(20, 3 * input.count), place)
      }
    }
  }

  func testEveryShortInputOfTroublesomeBytesIsSafe() {
    let bytes = Array("%u+&#x3;\\{/*-<!.: 0[]=\u{c2}".utf8) + [0, 0xff, 0xf4]
    for transformation in transformationTable {
      for first in bytes {
        for second in bytes {
          for third in bytes {
            let input = [first, second, third]
            XCTAssertEqual(
              apply(transformation, input).output, applyToEveryByte(transformation, input).output,
              "\(transformation.name) \(VectorFile.quoted(input))")
          }
        }
      }
    }
  }

  func testALongInputTakesLinearTime() {
    let patterns = [
      "a", "A", " ", "%", "%u", "&", "&a", "&#", "&#1", "\\", "\\u{", "/", "a/", "../", "a/../", "/*", "*/",
      "<!--", "--", "-", "*", "<", "[", "a[", "0x", "0x4", "=", ".", "::$DATA", "\u{e9}", "\u{a0}", "\0",
    ]
    for pattern in patterns {
      for transformation in transformationTable {
        assertLinear("\(transformation.name) of \(pattern)…") { size in
          (0...size / pattern.utf8.count).flatMap { _ in Array(pattern.utf8) }
        } run: { input in
          _ = apply(transformation, input)
        }
      }
    }
  }
}
