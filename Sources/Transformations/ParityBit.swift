internal import Bytes

extension Transformation {
  /// A transformation that changes each byte on its own; its triggers are the bytes that `change` changes.
  static func parity(_ name: StaticString, _ change: @escaping @Sendable (UInt8) -> UInt8) -> Transformation {
    var triggers = ByteSet()
    for byte in UInt8.min...UInt8.max where change(byte) != byte { triggers.insert(byte) }
    return Transformation(name: name, triggers: triggers) { input, start, output in
      output.appendMapped(input, from: start, change)
    }
  }
}

extension UInt8 {
  /// 0x80 when the number of ones is odd.
  var oddParityBit: UInt8 { UInt8(truncatingIfNeeded: nonzeroBitCount & 1) &<< 7 }
}
