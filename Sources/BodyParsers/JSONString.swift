import Bytes

/// Appends the inside of a JSON string, which has been checked, with its escapes replaced (RFC 8259 §7).
///
/// Half of a surrogate pair on its own becomes U+FFFD.
func appendUnescaped(_ raw: Span<UInt8>, to output: inout [UInt8]) {
  var index = 0
  while index < raw.count {
    let byte = raw[index]
    guard byte == UInt8(ascii: "\\"), index + 1 < raw.count else {
      output.append(byte)
      index += 1
      continue
    }
    let escape = raw[index + 1]
    index += 2
    switch escape {
    case UInt8(ascii: "b"): output.append(0x08)
    case UInt8(ascii: "f"): output.append(0x0c)
    case UInt8(ascii: "n"): output.append(0x0a)
    case UInt8(ascii: "r"): output.append(0x0d)
    case UInt8(ascii: "t"): output.append(0x09)
    case UInt8(ascii: "u"):
      let high = codeUnit(raw, at: index)
      index += 4
      if high & 0xfc00 == 0xd800, index + 1 < raw.count, raw[index] == UInt8(ascii: "\\"),
        raw[index + 1] == UInt8(ascii: "u")
      {
        let low = codeUnit(raw, at: index + 2)
        if low & 0xfc00 == 0xdc00 {
          output.append(utf8Scalar: 0x1_0000 + (high & 0x3ff) &<< 10 + (low & 0x3ff))
          index += 6
          continue
        }
      }
      output.append(utf8Scalar: high)
    default: output.append(escape)
    }
  }
}

/// The four hex digits at `index`.
private func codeUnit(_ raw: Span<UInt8>, at index: Int) -> UInt32 {
  UInt32(raw.hexByte(at: index) ?? 0) &<< 8 | UInt32(raw.hexByte(at: index + 2) ?? 0)
}
