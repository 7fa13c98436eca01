internal import Bytes

extension Transformation {
  /// `t:urlDecodeUni`: as `urlDecode`, and `%uHHHH` is one byte. Never longer than the input.
  ///
  /// The byte is the one Windows shows for the code point in codepage 20127 (US-ASCII), because a server that falls back
  /// to it sees that byte; a code point without one gives its low byte, as in ModSecurity.
  static let urlDecodeUni = Transformation(name: "urlDecodeUni", triggers: percentTriggers) { input, start, output in
    output.appendPercentDecoded(input, from: start, decodesUnicode: true)
  }
}
