extension Transformation {
  /// `t:parityEven7bit`: the eighth bit makes the number of ones even. As long as the input.
  static let parityEven7bit = parity("parityEven7bit", mask: 0x80, flip: 0)
}
