internal import Bytes

extension Transformation {
  /// A transformation that sets the eighth bit of each byte by the other seven.
  ///
  /// - Parameters:
  ///   - mask: 0x80 when an odd number of ones sets the bit, else 0.
  ///   - flip: 0x80 to turn the bit over afterwards, else 0.
  static func parity(_ name: StaticString, mask: UInt8, flip: UInt8) -> Transformation {
    Transformation(name: name, triggers: .all) { input, start, output in
      output.appendMapped(input, from: start) { byte in
        let bits = byte & 0x7f
        let isOdd = UInt8(truncatingIfNeeded: bits.nonzeroBitCount & 1)
        return bits | (isOdd &<< 7 & mask ^ flip)
      }
    }
  }
}
