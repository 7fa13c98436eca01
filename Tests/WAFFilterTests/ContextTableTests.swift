import XCTest

@testable import WAFFilter

final class ContextTableTests: XCTestCase {
  private final class Context {}

  func testAnyOrderOfInsertionsAndRemovalsBehavesLikeADictionary() {
    var table = ContextTable<Context>()
    var expected: [UInt32: Context] = [:]
    var random = SplitMix(state: 1)
    for step in 0..<20_000 {
      let key = UInt32(truncatingIfNeeded: random.next() % 300)
      if random.next() % 3 != 0 {
        let context = Context()
        table.insert(context, for: key)
        expected[key] = context
      } else {
        table.remove(key)
        expected[key] = nil
      }
      XCTAssertTrue(table[key] === expected[key], "step \(step)")
      XCTAssertEqual(table.count, expected.count, "step \(step)")
    }
    for key in UInt32(0)..<300 { XCTAssertTrue(table[key] === expected[key], "\(key)") }
  }
}

/// A fixed sequence, so that a failure can be repeated.
private struct SplitMix {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
