extension Transformation {
  /// `t:parityOdd7bit`: the eighth bit makes the number of ones odd. As long as the input.
  static let parityOdd7bit = parity("parityOdd7bit", mask: 0x80, flip: 0x80)
}
