extension Transformation {
  /// `t:parityZero7bit`: the eighth bit is cleared. As long as the input.
  static let parityZero7bit = parity("parityZero7bit", mask: 0, flip: 0)
}
