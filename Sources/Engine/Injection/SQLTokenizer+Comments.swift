import Bytes

extension SQLTokenizer {
  /// `#`: a comment for MySQL, an operator for the others.
  mutating func hash() -> SQLToken {
    isAmbiguous = true
    if dialect == .mysql { return lineComment() }
    return take(1, as: .operator)
  }

  /// `-`: MySQL wants white space after `--` before it is a comment.
  mutating func dash() -> SQLToken {
    guard peek(1) == UInt8(ascii: "-") else { return take(1, as: .operator) }
    guard let third = peek(2), !third.isSQLWhite else { return lineComment() }
    if dialect == .mysql { return take(1, as: .operator) }
    isAmbiguous = true
    return lineComment()
  }

  private mutating func lineComment() -> SQLToken {
    let start = position
    let end = input.firstIndex(of: 0x0a, from: start) ?? input.count
    position = min(end + 1, input.count)
    return SQLToken(.comment, input, start..<end)
  }

  /// `/`: the start of a comment that ends with `*/`, or a division.
  ///
  /// MySQL runs `/*! … */` as code and PostgreSQL nests comments; what reads differently from one to the other is evil.
  mutating func slash() -> SQLToken {
    guard peek(1) == UInt8(ascii: "*") else { return take(1, as: .operator) }
    let start = position
    var isEvil = peek(2) == UInt8(ascii: "!")
    var hasInnerStart = false
    var index = start + 2
    position = input.count
    while index + 1 < input.count {
      if input[index] == UInt8(ascii: "*"), input[index + 1] == UInt8(ascii: "/") {
        isEvil = isEvil || hasInnerStart
        position = index + 2
        break
      }
      if input[index] == UInt8(ascii: "/"), input[index + 1] == UInt8(ascii: "*") { hasInnerStart = true }
      index += 1
    }
    return SQLToken(isEvil ? .evil : .comment, input, start..<position)
  }
}

extension UInt8 {
  /// White space to every database, NUL and the no-break space of Latin-1 among it.
  var isSQLWhite: Bool { isASCIISpace || self == 0 || self == 0xa0 }
}
