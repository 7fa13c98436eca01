import Bytes
import LiteralSearch
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
    for _ in 0..<300 {
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

  func testNoRequirementsNeedNoWords() {
    let screen = Screen([])
    var candidates: [UInt64] = []
    screen.test(word(9).span, &candidates)
    XCTAssertEqual(screen.wordCount, 0)
  }
}
