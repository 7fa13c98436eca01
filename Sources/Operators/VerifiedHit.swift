import Bytes
import LinearRegex
import LiteralSearch

/// An operator that finds candidates with a regular expression and lets a checksum decide; TX.0 is the first good hit.
final class VerifiedHit: Operator, @unchecked Sendable {
  typealias Check = @Sendable (Span<UInt8>) -> Bool

  /// Hits up to this long are looked for at every offset, as ModSecurity does: `\d{16}` finds the card number in the
  /// middle of more digits. The next search after a longer hit starts behind it, or long values would cost the square
  /// of their length.
  private static let overlappingHitBytes = 64

  private let pattern: Pattern
  private let isValid: Check

  init(_ pattern: Pattern, _ isValid: @escaping Check) {
    self.pattern = pattern
    self.isValid = isValid
  }

  override var requirement: MatchRequirement { pattern.requirement }

  override func matches(_ value: Span<UInt8>, argument: Span<UInt8>, _ captures: inout Captures) -> Bool {
    var start = 0
    while start <= value.count {
      let outcome = pattern.search(value, from: start, &captures.offsets)
      if outcome == .limitExceeded { captures.limitWasExceeded = true }
      guard outcome == .match, let hit = captures.matchedRange(0), hit.upperBound <= value.count else { return false }
      if isValid(value.extracting(hit)) {
        if captures.isWanted { captures.append(hit) }
        return true
      }
      start = hit.count <= Self.overlappingHitBytes ? hit.lowerBound + 1 : hit.upperBound
    }
    return false
  }
}

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
