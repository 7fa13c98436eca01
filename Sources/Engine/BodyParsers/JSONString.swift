import Bytes

/// Appends the inside of a JSON string, which has been checked, with its escapes replaced (RFC 8259 §7).
///
/// Half of a surrogate pair on its own becomes U+FFFD.
func appendUnescaped(_ raw: Span<UInt8>, to output: inout [UInt8]) {
  var index = 0
  while index < raw.count {
    var byte = raw[index]
    index += 1
    if byte == UInt8(ascii: "\\"), index < raw.count {
      byte = shortEscape(raw[index])
      index += 1
      if byte == UInt8(ascii: "u") {
        output.append(utf8Scalar: scalar(raw, &index))
        continue
      }
    }
    output.append(byte)
  }
}

private func shortEscape(_ letter: UInt8) -> UInt8 {
  switch letter {
  case UInt8(ascii: "b"): 0x08
  case UInt8(ascii: "f"): 0x0c
  case UInt8(ascii: "n"): 0x0a
  case UInt8(ascii: "r"): 0x0d
  case UInt8(ascii: "t"): 0x09
  default: letter
  }
}

/// The code point after `\u`, of both halves of a surrogate pair if that is what follows.
private func scalar(_ raw: Span<UInt8>, _ index: inout Int) -> UInt32 {
  let high = codeUnit(raw, at: index)
  index += 4
  guard high & 0xfc00 == 0xd800, index + 1 < raw.count, raw[index] == UInt8(ascii: "\\"),
    raw[index + 1] == UInt8(ascii: "u")
  else { return high }
  let low = codeUnit(raw, at: index + 2)
  guard low & 0xfc00 == 0xdc00 else { return high }
  index += 6
  return 0x1_0000 + (high & 0x3ff) &<< 10 + (low & 0x3ff)
}

/// The four hex digits at `index`.
private func codeUnit(_ raw: Span<UInt8>, at index: Int) -> UInt32 {
  UInt32(raw.hexByte(at: index) ?? 0) &<< 8 | UInt32(raw.hexByte(at: index + 2) ?? 0)
}
