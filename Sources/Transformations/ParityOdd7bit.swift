extension Transformation {
  /// `t:parityOdd7bit`: the eighth bit makes the number of ones odd. As long as the input.
  static let parityOdd7bit = parity("parityOdd7bit") { $0 & 0x7f | (($0 & 0x7f).oddParityBit ^ 0x80) }
}
