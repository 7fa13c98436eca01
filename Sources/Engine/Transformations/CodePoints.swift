internal import Bytes

/// The byte that stands for a code point in decoders that yield one byte for each escape.
///
/// Full-width forms (U+FF01…U+FF5E) are the ASCII characters they show; of all others the low byte is kept, which is
/// what ModSecurity's decoders do and its rules expect.
func narrowedByte(_ codePoint: UInt32) -> UInt8 {
  let low = UInt8(truncatingIfNeeded: codePoint)
  return (0xff01...0xff5e).contains(codePoint) ? low + 0x20 : low
}

extension Span where Element == UInt8 {
  /// The number written by the hex digits at `index`, at most `limit` (≤ 8) of them, and how many there are.
  @inline(never)
  func hexNumber(at index: Int, limit: Int) -> (value: UInt32, digits: Int) {
    var value: UInt32 = 0
    var digits = 0
    while digits < limit, index + digits < count, let digit = self[index + digits].hexDigitValue {
      value = value &<< 4 | UInt32(digit)
      digits += 1
    }
    return (value, digits)
  }
}
