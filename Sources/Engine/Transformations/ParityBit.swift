internal import Bytes

extension Transformation {
  /// A transformation that sets the eighth bit of each byte by the number of ones in it.
  ///
  /// An eighth bit that is set counts as well: ModSecurity 2 and 3 both do so, though their manual speaks of 7-bit data.
  ///
  /// - Parameters:
  ///   - mask: 0x80 when an odd number of ones sets the bit, else 0.
  ///   - flip: 0x80 to turn the bit over afterwards, else 0.
  static func parity(_ name: StaticString, mask: UInt8, flip: UInt8) -> Transformation {
    Transformation(name: name, triggers: .all) { input, start, output in
      output.appendMapped(input, from: start) { byte in
        let isOdd = UInt8(truncatingIfNeeded: byte.nonzeroBitCount & 1)
        return byte & 0x7f | (isOdd &<< 7 & mask ^ flip)
      }
    }
  }
}
