import Bytes

/// Up to sixteen decimal digits picked out of a text, in their order.
struct PickedDigits {
  private var packed: UInt64 = 0
  private(set) var count = 0

  /// The digits of `text`; bytes between them are skipped. More than sixteen: `count` says how many there were.
  init(of text: Span<UInt8>) {
    for index in 0..<text.count where text[index].isASCIIDigit { append(text[index] &- 0x30) }
  }

  init() {}

  mutating func append(_ digit: UInt8) {
    packed = packed &<< 4 | UInt64(digit)
    count += 1
  }

  /// The digit at `index`, counted from the front.
  subscript(index: Int) -> Int { Int(packed &>> UInt64(4 * (count - 1 - index)) & 15) }

  /// Whether all digits are the same.
  var areAllEqual: Bool {
    for index in 1..<max(count, 1) where self[index] != self[0] { return false }
    return true
  }

  /// The sum of the digits of `range`, each times a weight that falls by one from `first`.
  func weightedSum(_ range: Range<Int>, from first: Int) -> Int {
    var sum = 0
    for index in range { sum += self[index] * (first - (index - range.lowerBound)) }
    return sum
  }

  /// The number that the digits of `range` spell.
  func number(_ range: Range<Int>) -> Int {
    var number = 0
    for index in range { number = number * 10 + self[index] }
    return number
  }
}
