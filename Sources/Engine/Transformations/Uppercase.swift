internal import Bytes

extension Transformation {
  /// `t:uppercase`: ASCII letters only, so that bytes outside ASCII survive. As long as the input.
  static let uppercase = Transformation(name: "uppercase", triggers: ByteSet(0x61...0x7a)) { input, start, output in
    output.appendMapped(input, from: start) { $0.uppercasedASCII }
  }
}
