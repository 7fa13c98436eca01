internal import Bytes

extension Transformation {
  /// `t:cssDecode`: CSS 2 escapes; never longer than the input.
  ///
  /// A backslash and one to six hex digits give one byte (see `narrowedByte`) and swallow one white space after them; an
  /// escaped line end and a backslash at the very end vanish; before anything else the backslash is dropped. CR LF counts
  /// as one white space and one line end. Source: CSS 2.2 §4.1.3, with ModSecurity's single byte for each escape.
  static let cssDecode = Transformation(name: "cssDecode", triggers: ByteSet("\\")) { input, start, output in
    var index = start
    while output.appendRun(input, &index, until: UInt8(ascii: "\\")) {
      index += 1
      guard index < input.count else { return }
      let (codePoint, digits) = input.hexNumber(at: index, limit: 6)
      let byte = input[index]
      if digits > 0 {
        output.put(narrowedByte(codePoint))
        index += digits
      } else if !lineEnds.contains(byte) {
        // The byte itself, a second backslash among them, must not be read as the start of another escape.
        output.put(byte)
        index += 1
        // An escaped NUL takes the white space with it like `\0`: a reference vector has it so.
        if byte != 0 { continue }
      }
      // What stands here is the escaped line end, or the white space after a number.
      if index < input.count, input[index].isASCIISpace {
        index += input.extracting(index..<input.count).hasPrefix("\r\n") ? 2 : 1
      }
    }
  }
}

/// Source: CSS Syntax Level 3 §3.3; CR LF is one.
private let lineEnds = ByteSet("\n\r\u{c}")
