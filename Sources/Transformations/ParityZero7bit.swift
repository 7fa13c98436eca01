extension Transformation {
  /// `t:parityZero7bit`: the eighth bit is cleared. As long as the input.
  static let parityZero7bit = parity("parityZero7bit") { $0 & 0x7f }
}
