internal import Bytes

extension Transformation {
  /// `t:hexEncode`: each byte as two lower-case hex digits. Twice the input.
  static let hexEncode = Transformation(name: "hexEncode", triggers: nil) { input, start, output in
    for index in start..<input.count { output.put(hex: input[index]) }
  }
}
