import Bytes

/// Tells whether an address in an attribute runs script.
enum HTMLAddress {
  /// Whether `value` begins with a scheme that can hold script, however it is written.
  static func isScript(_ value: Span<UInt8>) -> Bool {
    var start = 0
    while start < value.count, value[start] <= 0x20 || value[start] >= 0x7f { start += 1 }
    let address = value.extracting(start..<value.count)
    return begins(address, with: "DATA") || begins(address, with: "VIEW-SOURCE") || begins(address, with: "JAVA")
      || begins(address, with: "VBSCRIPT")
  }

  /// Whether `address`, its character references decoded, begins with `scheme`; browsers skip NUL and LF everywhere,
  /// and all controls at the start.
  private static func begins(_ address: Span<UInt8>, with scheme: StaticString) -> Bool {
    let expected = ByteSlice(scheme).span
    var position = 0
    var matched = 0
    while position < address.count {
      if matched == expected.count { return true }
      let character = character(of: address, at: position)
      position += character.length
      if character.value <= 0x20, matched == 0 || character.value == 0 || character.value == 0x0a { continue }
      // Only the low byte counts, as with libinjection.
      guard UInt8(truncatingIfNeeded: character.value).uppercasedASCII == expected[matched] else { return false }
      matched += 1
    }
    return matched == expected.count
  }

  /// The largest number a character reference can have; a larger one is text.
  private static let highestReference: UInt32 = 0x1000ff

  /// The character at `start` and how many bytes it is written with: `&#65;`, `&#x41` or itself.
  static func character(of text: Span<UInt8>, at start: Int) -> (value: UInt32, length: Int) {
    let plain = (UInt32(text[start]), 1)
    guard text[start] == UInt8(ascii: "&"), start + 2 < text.count, text[start + 1] == UInt8(ascii: "#") else {
      return plain
    }
    let isHex = text[start + 2] | 0x20 == UInt8(ascii: "x")
    let firstDigit = start + (isHex ? 3 : 2)
    var index = firstDigit
    var value: UInt32 = 0
    while index < text.count {
      guard let digit = text[index].hexDigitValue, isHex || digit < 10 else { break }
      value = value * (isHex ? 16 : 10) + UInt32(digit)
      if value > highestReference { return plain }
      index += 1
    }
    if index == firstDigit { return plain }
    if index < text.count, text[index] == UInt8(ascii: ";") { index += 1 }
    return (value, index - start)
  }
}
