internal import Bytes

extension Transformation {
  /// `t:cssDecode`: CSS 2 escapes; never longer than the input.
  ///
  /// A backslash and one to six hex digits give one byte (see `narrowedByte`) and swallow one white-space byte after them;
  /// an escaped line end and a backslash at the very end vanish; before anything else the backslash is dropped.
  /// Source: CSS 2.2 §4.1.3, with ModSecurity's single byte for each escape.
  static let cssDecode = Transformation(name: "cssDecode", triggers: ByteSet("\\")) { input, start, output in
    var index = start
    while output.appendRun(input, &index, until: UInt8(ascii: "\\")) {
      index += 1
      guard index < input.count else { return }
      let (codePoint, digits) = input.hexNumber(at: index, limit: 6)
      let byte = input[index]
      // The byte itself, a second backslash among them, must not be read as the start of another escape.
      if digits > 0 {
        output.put(narrowedByte(codePoint))
      } else if byte != UInt8(ascii: "\n") {
        output.put(byte)
      }
      index += max(digits, 1)
      // An escaped NUL takes the white space with it like `\0`: a reference vector has it so.
      if digits > 0 || byte == 0, index < input.count, input[index].isASCIISpace { index += 1 }
    }
  }
}
