internal import Bytes

/// Collects base64 digits, six bits each, and yields a byte whenever eight are there (RFC 4648 §4).
struct Base64Accumulator {
  private var bits: UInt32 = 0
  private var bitCount = 0

  mutating func add(_ digit: UInt8, to output: inout [UInt8]) {
    bits = bits &<< 6 | UInt32(digit)
    bitCount += 6
    if bitCount >= 8 {
      bitCount -= 8
      output.put(UInt8(truncatingIfNeeded: bits &>> UInt32(bitCount)))
    }
  }
}

extension UInt8 {
  /// The value of a base64 digit, or `nil`.
  var base64DigitValue: UInt8? {
    if isASCIIUppercase { return self - 0x41 }
    if isASCIILowercase { return self - 0x47 }
    if isASCIIDigit { return self + 4 }
    if self == UInt8(ascii: "+") { return 62 }
    return self == UInt8(ascii: "/") ? 63 : nil
  }
}
