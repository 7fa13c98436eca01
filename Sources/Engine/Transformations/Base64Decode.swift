internal import Bytes

extension Transformation {
  /// `t:base64Decode`: decodes up to the first byte that is neither a base64 digit nor a line end; padding may be missing.
  /// At most three quarters of the input.
  ///
  /// Decoding what comes before the fault is the safe choice: ModSecurity gives nothing at all, which hides a payload.
  static let base64Decode = Transformation(name: "base64Decode", triggers: nil) { input, start, output in
    var accumulator = Base64Accumulator()
    for index in start..<input.count {
      let byte = input[index]
      if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { continue }
      guard let digit = byte.base64DigitValue else { return }
      accumulator.add(digit, to: &output)
    }
  }
}
