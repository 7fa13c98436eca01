internal import Bytes

/// The bytes of a phrase as `@pm` and `@pmFromFile` spell it: between bars stand bytes in hex, `a|62 63|d` is `abcd`.
///
/// Source: Snort's content option, which ModSecurity's phrase lists follow. Blanks between the hex digits mean nothing. A
/// phrase whose bars do not pair, or hold anything else, stands for itself.
public func decodePhrase(_ text: [UInt8]) -> [UInt8] {
  guard text.contains(UInt8(ascii: "|")) else { return text }
  var result: [UInt8] = []
  var isHex = false
  var high: UInt8?
  for byte in text {
    if byte == UInt8(ascii: "|") {
      if high != nil { return text }
      isHex.toggle()
    } else if !isHex {
      result.append(byte)
    } else if let digit = byte.hexDigitValue {
      if let first = high {
        result.append(first &* 16 &+ digit)
        high = nil
      } else {
        high = digit
      }
    } else if byte != UInt8(ascii: " ") || high != nil {
      return text
    }
  }
  return isHex ? text : result
}
