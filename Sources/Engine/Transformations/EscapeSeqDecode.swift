internal import Bytes

extension Transformation {
  /// `t:escapeSeqDecode`: ANSI C's escapes; never longer than the input.
  ///
  /// Of an octal escape above `\377` the low byte counts, as in the reference vectors (`\666` is 0xb6).
  static let escapeSeqDecode = Transformation(name: "escapeSeqDecode", triggers: ByteSet("\\")) {
    input, start, output in
    var index = start
    while output.appendRun(input, &index, until: UInt8(ascii: "\\")) {
      index = output.appendBackslashEscape(input, at: index, octalLimit: 0o777)
    }
  }
}
