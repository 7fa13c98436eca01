internal import Bytes

extension Transformation {
  /// `t:jsDecode`: JavaScript's string escapes; never longer than the input.
  ///
  /// `\uHHHH` and `\u{H…}` (one to six digits) give one byte, see `narrowedByte`; octal escapes reach `\377`.
  /// Source: ModSecurity's manual; `\u{…}` is ECMAScript's `UnicodeEscapeSequence`.
  static let jsDecode = Transformation(name: "jsDecode", triggers: ByteSet("\\")) { input, start, output in
    var index = start
    while output.appendRun(input, &index, until: UInt8(ascii: "\\")) {
      if let (codePoint, length) = input.unicodeEscape(at: index) {
        output.put(narrowedByte(codePoint))
        index += length
      } else {
        index = output.appendBackslashEscape(input, at: index, octalLimit: 0o377)
      }
    }
  }
}

extension Span where Element == UInt8 {
  /// The code point of the `\u` escape at `index`, where a backslash stands, and the escape's length.
  fileprivate func unicodeEscape(at index: Int) -> (codePoint: UInt32, length: Int)? {
    guard index + 2 < count, self[index + 1] == UInt8(ascii: "u") else { return nil }
    guard self[index + 2] == UInt8(ascii: "{") else {
      let (value, digits) = hexNumber(at: index + 2, limit: 4)
      return digits == 4 ? (value, 6) : nil
    }
    let (value, digits) = hexNumber(at: index + 3, limit: 6)
    let end = index + 3 + digits
    guard digits > 0, end < count, self[end] == UInt8(ascii: "}") else { return nil }
    return (value, digits + 4)
  }
}
