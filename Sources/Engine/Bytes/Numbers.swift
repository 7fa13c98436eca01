extension Span where Element == UInt8 {
  /// The number at the front, as C's `atoll` reads it: leading white space, a sign, digits; what follows is ignored.
  ///
  /// No digits: 0. Out of range: the nearest `Int64`, so that a huge number still compares as huge.
  public var leadingInteger: Int64 {
    var index = 0
    while index < count && self[index].isASCIISpace { index += 1 }
    var isNegative = false
    if index < count && (self[index] == UInt8(ascii: "-") || self[index] == UInt8(ascii: "+")) {
      isNegative = self[index] == UInt8(ascii: "-")
      index += 1
    }
    var value: Int64 = 0
    while index < count && self[index].isASCIIDigit {
      // A test instead of a product that reports its overflow: on wasm that is one of 128 bits.
      let digit = Int64(self[index] &- 0x30)
      if value < .min / 10 || value == .min / 10 && digit > 8 { return isNegative ? .min : .max }
      value = value &* 10 &- digit
      index += 1
    }
    // Collected as a negative number, whose range is one larger.
    return isNegative ? value : (value == .min ? .max : -value)
  }

  /// The whole text as an unsigned decimal number, or `nil` when it is anything else or too large.
  public var decimalNumber: UInt64? {
    guard count > 0 else { return nil }
    var value: UInt64 = 0
    for index in 0..<count {
      guard self[index].isASCIIDigit else { return nil }
      let (product, tooLarge) = value.multipliedReportingOverflow(by: 10)
      let (sum, carried) = product.addingReportingOverflow(UInt64(self[index] &- 0x30))
      if tooLarge || carried { return nil }
      value = sum
    }
    return value
  }

  /// The two hex digits at `index` as a byte, or `nil`.
  public func hexByte(at index: Int) -> UInt8? {
    guard index >= 0, index + 1 < count, let high = self[index].hexDigitValue, let low = self[index + 1].hexDigitValue
    else { return nil }
    return high &<< 4 | low
  }
}
