internal import Bytes

extension [UInt8] {
  /// Appends what the escape at `index`, where a backslash stands, means in C and JavaScript alike.
  ///
  /// `\xHH`, one to three octal digits, and `\a \b \f \n \r \t \v`; a backslash before anything else is dropped, one at
  /// the very end kept.
  ///
  /// - Parameter octalLimit: three octal digits with a larger value are read as two digits; above 255 the low byte counts.
  /// - Returns: the offset after the escape.
  @inline(never)
  mutating func appendBackslashEscape(_ input: Span<UInt8>, at index: Int, octalLimit: UInt32) -> Int {
    guard index + 1 < input.count else {
      put(input[index])
      return index + 1
    }
    let selector = input[index + 1]
    if selector == UInt8(ascii: "x"), let byte = input.hexByte(at: index + 2) {
      put(byte)
      return index + 4
    }
    if selector & 0xf8 == 0x30 { return appendOctal(input, at: index + 1, limit: octalLimit) }
    put(Self.controlEscape(selector) ?? selector)
    return index + 2
  }

  private mutating func appendOctal(_ input: Span<UInt8>, at index: Int, limit: UInt32) -> Int {
    var value: UInt32 = 0
    var end = index
    while end < input.count, end < index + 3, input[end] & 0xf8 == 0x30 {
      let longer = value &<< 3 | UInt32(input[end] & 7)
      if longer > limit { break }
      value = longer
      end += 1
    }
    put(UInt8(truncatingIfNeeded: value))
    return end
  }

  private static func controlEscape(_ letter: UInt8) -> UInt8? {
    switch letter {
    case UInt8(ascii: "a"): 7
    case UInt8(ascii: "b"): 8
    case UInt8(ascii: "t"): 9
    case UInt8(ascii: "n"): 10
    case UInt8(ascii: "v"): 11
    case UInt8(ascii: "f"): 12
    case UInt8(ascii: "r"): 13
    default: nil
    }
  }
}
