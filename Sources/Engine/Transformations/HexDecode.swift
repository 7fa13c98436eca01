internal import Bytes

extension Transformation {
  /// `t:hexDecode`: each pair of bytes becomes one; an odd last byte is dropped. Half the input.
  ///
  /// What is no hex digit is read as one all the same, by ModSecurity's arithmetic, which the reference vectors hold.
  static let hexDecode = Transformation(name: "hexDecode", triggers: nil) { input, start, output in
    var index = start
    while index + 1 < input.count {
      output.put(laxHexDigit(input[index]) &<< 4 &+ laxHexDigit(input[index + 1]))
      index += 2
    }
  }
}

private func laxHexDigit(_ byte: UInt8) -> UInt8 {
  byte >= UInt8(ascii: "A") ? (byte & 0xdf) &- UInt8(ascii: "A") &+ 10 : byte &- UInt8(ascii: "0")
}
