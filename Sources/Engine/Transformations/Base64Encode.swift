internal import Bytes

extension Transformation {
  /// `t:base64Encode`: base64 with padding (RFC 4648 §4). Four bytes for each three, begun or whole.
  static let base64Encode = Transformation(name: "base64Encode", triggers: nil) { input, start, output in
    let digits = ByteSlice("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/").span
    var index = start
    while index < input.count {
      let taken = min(3, input.count - index)
      var group: UInt32 = 0
      for offset in 0..<3 { group = group &<< 8 | (offset < taken ? UInt32(input[index + offset]) : 0) }
      for place in 0..<4 {
        let digit = Int(truncatingIfNeeded: group &>> UInt32(18 - 6 * place) & 63)
        output.put(place <= taken ? digits[digit] : UInt8(ascii: "="))
      }
      index += taken
    }
  }
}
