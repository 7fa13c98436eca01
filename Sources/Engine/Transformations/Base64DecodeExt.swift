internal import Bytes

extension Transformation {
  /// `t:base64DecodeExt`: decodes base64 and base64url digits and passes over everything else, padding in the middle
  /// included, as forgiving decoders such as PHP's do. At most three quarters of the input.
  static let base64DecodeExt = Transformation(name: "base64DecodeExt", triggers: nil) { input, start, output in
    var accumulator = Base64Accumulator()
    for index in start..<input.count {
      switch input[index] {
      case UInt8(ascii: "-"): accumulator.add(62, to: &output)
      case UInt8(ascii: "_"): accumulator.add(63, to: &output)
      case let byte:
        if let digit = byte.base64DigitValue { accumulator.add(digit, to: &output) }
      }
    }
  }
}
