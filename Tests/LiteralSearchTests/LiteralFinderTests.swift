import Bytes
import LiteralSearch
import XCTest

final class LiteralFinderTests: XCTestCase {
  func testEachShortNeedleIsFoundInEachShortInputWhereComparingFindsIt() {
    let letters = Array("abA".utf8)
    func words(_ length: Int) -> [[UInt8]] {
      length == 0 ? [[]] : words(length - 1).flatMap { word in letters.map { word + [$0] } }
    }
    let inputs = (0...6).flatMap { words($0) }
    for ignoresCase in [false, true] {
      for needle in (0...3).flatMap({ words($0) }) {
        let finder = LiteralFinder(needle, ignoresCase: ignoresCase)
        let wanted = ignoresCase ? needle.map { $0.lowercasedASCII } : needle
        for input in inputs {
          let text = ignoresCase ? input.map { $0.lowercasedASCII } : input
          let expected = (0...max(0, text.count)).first {
            $0 + wanted.count <= text.count && text[$0..<$0 + wanted.count].elementsEqual(wanted)
          }
          XCTAssertEqual(finder.firstIndex(in: input.span), expected, "\(needle) in \(input)")
        }
      }
    }
  }

  func testRepetitiveInputsAreSearchedByBordersWithTheSameResult() {
    let needle = [UInt8](repeating: 0x61, count: 300) + [0x62]
    let input = [UInt8](repeating: 0x61, count: 100_000) + [0x62]
    XCTAssertEqual(LiteralFinder(needle).firstIndex(in: input.span), 100_000 - 300)
    XCTAssertNil(LiteralFinder(needle + [0x63]).firstIndex(in: input.span))
    XCTAssertEqual(LiteralFinder([0x62], ignoresCase: true).firstIndex(in: input.span, from: 5), 100_000)
  }

  func testPhrasesSpellBytesInHexBetweenBars() {
    for (text, bytes) in [
      ("a|62 63|d", "abcd"), ("abc", "abc"), ("|6162|", "ab"), ("|61 6|", "|61 6|"), ("a|", "a|"), ("|zz|", "|zz|"),
      ("||", ""),
    ] {
      XCTAssertEqual(decodePhrase(Array(text.utf8)), Array(bytes.utf8), text)
    }
  }
}
