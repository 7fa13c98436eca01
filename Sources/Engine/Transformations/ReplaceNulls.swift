internal import Bytes

extension Transformation {
  /// `t:replaceNulls`: each NUL byte becomes a space. As long as the input.
  static let replaceNulls = Transformation(name: "replaceNulls", triggers: ByteSet(0...0)) { input, start, output in
    output.appendMapped(input, from: start) { $0 == 0 ? UInt8(ascii: " ") : $0 }
  }
}
