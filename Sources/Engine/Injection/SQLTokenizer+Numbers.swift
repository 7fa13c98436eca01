import Bytes

extension SQLTokenizer {
  /// A number, or the `.` that stands between two names.
  mutating func number() -> SQLToken {
    if input[position] == UInt8(ascii: "0"), let token = prefixedNumber() { return token }
    var end = endOfDigits(from: position)
    if end < input.count, input[end] == UInt8(ascii: ".") {
      end = endOfDigits(from: end + 1)
      if end == position + 1 { return take(1, as: .dot) }
    }
    var isBroken = false
    if end < input.count, input[end] | 0x20 == UInt8(ascii: "e") {
      end += 1
      if end < input.count, input[end] == UInt8(ascii: "+") || input[end] == UInt8(ascii: "-") { end += 1 }
      let digits = endOfDigits(from: end)
      isBroken = digits == end
      end = digits
    }
    if hasTypeSuffix(at: end) { end += 1 }
    return take(end - position, as: isBroken ? .bareword : .number)
  }

  /// `0x2f` or `0b01`; without digits a name.
  private mutating func prefixedNumber() -> SQLToken? {
    guard let mark = peek(1) else { return nil }
    let isDigit: (UInt8) -> Bool
    switch mark | 0x20 {
    case UInt8(ascii: "x"): isDigit = UInt8.isHexDigitOrNUL
    case UInt8(ascii: "b"): isDigit = UInt8.isBinaryDigitOrNUL
    default: return nil
    }
    var end = position + 2
    while end < input.count, isDigit(input[end]) { end += 1 }
    return end == position + 2 ? take(2, as: .bareword) : take(end - position, as: .number)
  }

  private func endOfDigits(from start: Int) -> Int {
    var end = start
    while end < input.count, input[end].isASCIIDigit { end += 1 }
    return end
  }

  /// Oracle's `d` and `f` after a number, if nothing of a word follows; `1fUNION` is read as two tokens.
  private func hasTypeSuffix(at index: Int) -> Bool {
    guard index < input.count else { return false }
    let suffix = input[index] | 0x20
    guard suffix == UInt8(ascii: "d") || suffix == UInt8(ascii: "f") else { return false }
    guard index + 1 < input.count else { return true }
    let following = input[index + 1]
    return following.isSQLWhite || following == UInt8(ascii: ";") || following | 0x20 == UInt8(ascii: "u")
  }
}

/// Digit classes in which NUL is a member: see `SQLTokenizer`.
extension UInt8 {
  static func isHexDigitOrNUL(_ byte: UInt8) -> Bool { byte.isHexDigit || byte == 0 }
  static func isBinaryDigitOrNUL(_ byte: UInt8) -> Bool { byte & 0xfe == 0x30 || byte == 0 }
  var isMoneyDigitOrNUL: Bool { isASCIIDigit || self == UInt8(ascii: ".") || self == UInt8(ascii: ",") || self == 0 }
  var isASCIILetterOrNUL: Bool { isASCIILetter || self == 0 }
}
