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
