internal import Bytes

extension Transformation {
  /// `t:length`: the number of bytes in decimal; `0` for the empty value.
  static let length = Transformation(name: "length", triggers: nil) { input, _, output in
    output.append(decimal: input.count)
  }
}
