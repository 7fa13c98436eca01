internal import Bytes

extension Transformation {
  /// `t:lowercase`: ASCII letters only, so that bytes outside ASCII survive. As long as the input.
  static let lowercase = Transformation(name: "lowercase", triggers: ByteSet(0x41...0x5a)) { input, start, output in
    output.appendMapped(input, from: start) { $0.lowercasedASCII }
  }
}
