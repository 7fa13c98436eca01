import Bytes
import LiteralSearch
import TestSupport
import XCTest

final class ScreenTests: XCTestCase {
  private var state: UInt64 = 11
  private func number(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(bound))
  }

  private func word(_ longest: Int) -> [UInt8] { (0..<number(longest)).map { _ in UInt8(0x61 + number(4)) } }

  private func isMet(_ requirement: MatchRequirement, _ value: [UInt8]) -> Bool {
    if value.count < requirement.minimumLength { return false }
    let folded = value.map { $0.lowercasedASCII }
    for set in requirement.byteSets where !value.contains(where: { set.caseFolded.contains($0) }) { return false }
    return requirement.literals.isEmpty
      || requirement.literals.contains { literal in
        literal.count <= folded.count
          && (0...folded.count - literal.count).contains { folded[$0..<$0 + literal.count].elementsEqual(literal) }
      }
  }

  func testOnePassSaysOfEachRequirementWhatTestingItAloneSays() {
    for _ in 0..<sampleSize(300, inDebug: 15, of: "sets of requirements") {
      let requirements = (0..<number(150)).map { _ in
        var requirement = MatchRequirement()
        requirement.minimumLength = number(3) == 0 ? number(40) : 0
        if number(4) > 0 { requirement.literals = (0..<number(6)).map { _ in word(6) + [UInt8(0x61 + number(5))] } }
        if number(2) == 0 {
          requirement.byteSets = (0..<number(3)).map { _ in
            let low = UInt8(0x40 + number(40))
            return ByteSet(low...low + UInt8(number(4)))
          }
        }
        return requirement
      }
      let screen = Screen(requirements)
      var candidates = [UInt64](repeating: .max, count: screen.wordCount + 1)
      for _ in 0..<20 {
        let value = word(45).map { number(3) == 0 ? $0.uppercasedASCII : $0 }
        screen.test(value.span, &candidates)
        for (index, requirement) in requirements.enumerated() {
          let bit = candidates[index / 64] >> UInt64(index % 64) & 1
          XCTAssertEqual(bit == 1, isMet(requirement, value), "\(requirement) on \(value)")
        }
        XCTAssertEqual(candidates[screen.wordCount], .max)
      }
    }
  }

  func testNoMatchIsHiddenWhateverTheBytesAndHowLongTheValue() {
    let alphabet = Array("aZ<{ \"'%_09\n".utf8) + [0, 0xc3, 0xff]
    func text(_ count: Int) -> [UInt8] { (0..<count).map { _ in alphabet[number(alphabet.count)] } }
    for round in 0..<sampleSize(200, inDebug: 10, of: "sets of requirements") {
      let requirements = (0..<1 + number(140)).map { _ in
        var requirement = MatchRequirement()
        requirement.minimumLength = number(60)
        requirement.literals = (0..<number(4)).map { _ in
          text(1 + number(number(2) == 0 ? 3 : 12)).map { $0.lowercasedASCII }
        }
        requirement.byteSets = (0..<number(4)).map { _ in ByteSet("aZ<0\0\u{7f}") }
        return requirement
      }
      let screen = Screen(requirements)
      for _ in 0..<8 {
        // Values beyond a kilobyte are searched with what was found struck out; each holds a few of the strings.
        var value = text(number(2) == 0 ? number(60) : 1_000 + number(round == 0 ? 20_000 : 100))
        for _ in 0..<number(4) {
          guard let literal = requirements[number(requirements.count)].literals.first else { continue }
          let place = number(value.count + 1)
          value.replaceSubrange(place..<place, with: literal)
        }
        let asked = (0..<screen.wordCount).map { _ in UInt64(number(1 << 30)) << 32 | UInt64(number(1 << 30)) }
        var candidates = asked
        screen.narrow(&candidates, from: 0, value.span, holding: ByteSet(bytesOf: value.span))
        for (index, requirement) in requirements.enumerated() {
          let isAsked = asked[index / 64] >> UInt64(index % 64) & 1 == 1
          let isLeft = candidates[index / 64] >> UInt64(index % 64) & 1 == 1
          // Of strings beyond eight bytes only a part is looked for.
          let isExact = !requirement.literals.contains { $0.count > 8 }
          if isMet(requirement, value) {
            XCTAssertEqual(isLeft, isAsked, "\(requirement) on \(value)")
          } else if isExact {
            XCTAssertFalse(isLeft, "\(requirement) on \(value)")
          } else if isLeft {
            XCTAssertTrue(isAsked)
          }
        }
      }
    }
  }

  func testNoRequirementsNeedNoWords() {
    let screen = Screen([])
    var candidates: [UInt64] = []
    screen.test(word(9).span, &candidates)
    XCTAssertEqual(screen.wordCount, 0)
  }
}
