extension Span where Element == UInt8 {
  /// The length of the well-formed UTF-8 sequence at `index`, or 0 when there is none (RFC 3629; table 3-7 of Unicode).
  public func utf8SequenceLength(at index: Int) -> Int {
    guard index < count else { return 0 }
    let first = self[index]
    let length: Int
    var secondLow: UInt8 = 0x80
    var secondHigh: UInt8 = 0xbf
    switch first {
    case 0..<0x80: return 1
    case 0xc2...0xdf: length = 2
    case 0xe0: (length, secondLow) = (3, 0xa0)
    case 0xed: (length, secondHigh) = (3, 0x9f)
    case 0xe1...0xef: length = 3
    case 0xf0: (length, secondLow) = (4, 0x90)
    case 0xf4: (length, secondHigh) = (4, 0x8f)
    case 0xf1...0xf3: length = 4
    default: return 0
    }
    guard index + length <= count, self[index + 1] >= secondLow, self[index + 1] <= secondHigh else { return 0 }
    var next = index + 2
    while next < index + length {
      if self[next] & 0xc0 != 0x80 { return 0 }
      next += 1
    }
    return length
  }

  /// The code point of the well-formed sequence at `index` and its length, or `nil`.
  public func utf8Scalar(at index: Int) -> (value: UInt32, length: Int)? {
    let length = utf8SequenceLength(at: index)
    if length == 0 { return nil }
    if length == 1 { return (UInt32(self[index]), 1) }
    var value = UInt32(self[index]) & (0x7f &>> UInt32(length))
    for offset in 1..<length { value = value &<< 6 | UInt32(self[index + offset] & 0x3f) }
    return (value, length)
  }
}

extension [UInt8] {
  /// Appends a code point as UTF-8; one that Unicode does not allow becomes U+FFFD.
  public mutating func append(utf8Scalar value: UInt32) {
    switch value {
    case 0..<0x80:
      append(UInt8(truncatingIfNeeded: value))
    case 0x80..<0x800:
      append(0xc0 | UInt8(truncatingIfNeeded: value &>> 6))
      append(0x80 | UInt8(truncatingIfNeeded: value & 0x3f))
    case 0xd800..<0xe000:
      append(utf8Scalar: 0xfffd)
    case 0x800..<0x1_0000:
      append(0xe0 | UInt8(truncatingIfNeeded: value &>> 12))
      append(0x80 | UInt8(truncatingIfNeeded: value &>> 6 & 0x3f))
      append(0x80 | UInt8(truncatingIfNeeded: value & 0x3f))
    case 0x1_0000..<0x11_0000:
      append(0xf0 | UInt8(truncatingIfNeeded: value &>> 18))
      append(0x80 | UInt8(truncatingIfNeeded: value &>> 12 & 0x3f))
      append(0x80 | UInt8(truncatingIfNeeded: value &>> 6 & 0x3f))
      append(0x80 | UInt8(truncatingIfNeeded: value & 0x3f))
    default:
      append(utf8Scalar: 0xfffd)
    }
  }
}
