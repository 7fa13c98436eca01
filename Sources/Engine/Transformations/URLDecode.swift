internal import Bytes

extension Transformation {
  /// `t:urlDecode`: `+` is a space, `%HH` a byte; what is no escape is kept. Never longer than the input.
  static let urlDecode = Transformation(name: "urlDecode", triggers: percentTriggers) { input, start, output in
    output.appendPercentDecoded(input, from: start, decodesUnicode: false)
  }
}
