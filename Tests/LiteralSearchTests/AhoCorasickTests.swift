import Bytes
import LiteralSearch
import XCTest

final class AhoCorasickTests: XCTestCase {
  private func naive(_ phrases: [[UInt8]], _ input: [UInt8], _ start: Int, _ ignoresCase: Bool) -> PhraseMatch? {
    func fold(_ bytes: ArraySlice<UInt8>) -> [UInt8] { ignoresCase ? bytes.map { $0.lowercasedASCII } : Array(bytes) }
    for position in start..<max(input.count, start) {
      var best: (Int, Int)?
      for (index, phrase) in phrases.enumerated()
      where !phrase.isEmpty && position + phrase.count <= input.count
        && fold(input[position..<position + phrase.count]) == fold(phrase[...]) && phrase.count > best?.1 ?? 0
      {
        best = (index, phrase.count)
      }
      if let best { return makeMatch(best.0, position..<position + best.1) }
    }
    return nil
  }

  private func makeMatch(_ phrase: Int, _ range: Range<Int>) -> PhraseMatch {
    // The type has no public initialiser: find an equal one.
    let filler = [UInt8](repeating: 1, count: range.lowerBound)
    let needle = [UInt8](repeating: 2, count: range.count)
    var phrases = [[UInt8]](repeating: [], count: phrase)
    phrases.append(needle)
    let input = filler + needle
    return AhoCorasick(phrases, ignoresCase: false).firstMatch(in: input.span, from: 0)!
  }

  func testSmallAlphabetsAgreeWithTryingEachPhrase() {
    var state: UInt64 = 7
    func number(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
    for round in 0..<4000 {
      let letters = Array("abcAB".utf8.prefix(2 + number(4)))
      func word(_ longest: Int) -> [UInt8] { (0..<number(longest)).map { _ in letters[number(letters.count)] } }
      let phrases = (0..<number(12)).map { _ in word(9) }
      let search = AhoCorasick(phrases, ignoresCase: round.isMultiple(of: 2))
      let input = word(40)
      let start = number(input.count + 1)
      let found = search.firstMatch(in: input.span, from: start)
      let expected = naive(phrases, input, start, round.isMultiple(of: 2))
      XCTAssertEqual(found?.range, expected?.range, "\(phrases) in \(input) from \(start)")
      if round % 2 == 1 { XCTAssertEqual(found?.phrase, expected?.phrase, "\(phrases) in \(input)") }
      var all: [PhraseMatch] = []
      search.forEachMatch(in: input.span) {
        all.append($0)
        return true
      }
      var position = 0
      for match in all {
        XCTAssertEqual(match.range, naive(phrases, input, position, round.isMultiple(of: 2))?.range)
        position = match.range.upperBound
      }
      XCTAssertNil(naive(phrases, input, position, round.isMultiple(of: 2)))
    }
  }

  func testAllByteValuesCanBePhrases() {
    let phrases = (0..<256).map { [UInt8($0), UInt8(255 - $0)] }
    let search = AhoCorasick(phrases, ignoresCase: false)
    for (index, phrase) in phrases.enumerated() {
      let input = [phrase[0]] + phrase
      XCTAssertEqual(search.firstMatch(in: input.span, from: 0)?.phrase, index)
    }
  }
}
