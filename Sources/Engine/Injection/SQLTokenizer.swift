import Bytes

/// The quote a value is taken to stand in when it is put into a query.
package enum SQLContext: UInt8 {
  case unquoted = 0
  case singleQuoted = 0x27
  case doubleQuoted = 0x22
}

/// The two ways databases read `#` and `--x`.
package enum SQLDialect {
  /// `--x` is a comment, `#` an operator.
  case ansi
  /// `--x` is two signs, `#` starts a comment.
  case mysql
}

/// Splits text into SQL tokens, whatever it is; knows no grammar.
///
/// Every byte is looked at a bounded number of times, so the time is linear in the input. One deliberate oddity is kept
/// from libinjection, whose verdicts are the measure: NUL counts as a digit and ends a word.
package struct SQLTokenizer: ~Escapable {
  let input: Span<UInt8>
  let context: SQLContext
  let dialect: SQLDialect
  /// The offset of the next byte to read.
  var position = 0
  /// How many tokens were read, comments included.
  package private(set) var tokenCount = 0
  /// Whether `--x` or `#` was seen, which the other dialect reads differently.
  var isAmbiguous = false

  @_lifetime(copy input)
  package init(_ input: Span<UInt8>, context: SQLContext, dialect: SQLDialect) {
    self.input = input
    self.context = context
    self.dialect = dialect
  }

  /// The next token, or `nil` at the end of the input.
  package mutating func next() -> SQLToken? {
    guard position < input.count else { return nil }
    if position == 0, context != .unquoted {
      tokenCount += 1
      return quoted(by: context.rawValue, from: 0, opening: 0, type: .string)
    }
    while position < input.count {
      let byte = input[position]
      if byte <= 0x20 || byte == 0x7f || byte == 0xa0 {
        position += 1
        continue
      }
      tokenCount += 1
      return token(startingWith: byte)
    }
    return nil
  }

  /// The token at `position`, where `byte` stands; moves past it.
  private mutating func token(startingWith byte: UInt8) -> SQLToken {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."): return number()
    case UInt8(ascii: "'"), UInt8(ascii: "\""):
      return quoted(by: byte, from: position + 1, opening: byte, type: .string)
    case UInt8(ascii: "`"): return tickQuoted()
    case UInt8(ascii: "+"), UInt8(ascii: "^"), UInt8(ascii: "~"), UInt8(ascii: "%"): return take(1, as: .operator)
    case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "{"),
      UInt8(ascii: "}"):
      return take(1, as: SQLTokenType(character: byte))
    case UInt8(ascii: "!"), UInt8(ascii: "&"), UInt8(ascii: "*"), UInt8(ascii: ":"), UInt8(ascii: "<"),
      UInt8(ascii: "="), UInt8(ascii: ">"), UInt8(ascii: "|"):
      return longOperator()
    case UInt8(ascii: "?"), UInt8(ascii: "]"): return take(1, as: .unknown)
    case UInt8(ascii: "#"): return hash()
    case UInt8(ascii: "-"): return dash()
    case UInt8(ascii: "/"): return slash()
    case UInt8(ascii: "\\"): return backslash()
    case UInt8(ascii: "["): return bracketed()
    case UInt8(ascii: "@"): return variable()
    case UInt8(ascii: "$"): return dollar()
    case UInt8(ascii: "b"), UInt8(ascii: "B"): return digitString(UInt8.isBinaryDigitOrNUL) ?? word()
    case UInt8(ascii: "x"), UInt8(ascii: "X"): return digitString(UInt8.isHexDigitOrNUL) ?? word()
    case UInt8(ascii: "e"), UInt8(ascii: "E"): return prefixedString() ?? word()
    case UInt8(ascii: "n"), UInt8(ascii: "N"):
      return prefixedString() ?? oracleString(prefix: 2) ?? word()
    case UInt8(ascii: "q"), UInt8(ascii: "Q"): return oracleString(prefix: 1) ?? word()
    case UInt8(ascii: "u"), UInt8(ascii: "U"): return unicodeString() ?? word()
    default: return word()
    }
  }

  /// The byte `offset` places after `position`, or `nil` past the end.
  func peek(_ offset: Int) -> UInt8? {
    let index = position + offset
    return index < input.count ? input[index] : nil
  }

  /// The token of the next `count` bytes; moves past them.
  mutating func take(_ count: Int, as type: SQLTokenType) -> SQLToken {
    let start = position
    position = min(start + count, input.count)
    return SQLToken(type, input, start..<position)
  }

  /// `\N` is how MySQL writes NULL.
  private mutating func backslash() -> SQLToken {
    if peek(1) == UInt8(ascii: "N") { return take(2, as: .number) }
    return take(1, as: .backslash)
  }

  /// Operators of up to three characters.
  private mutating func longOperator() -> SQLToken {
    guard let second = peek(1) else { return take(1, as: .operator) }
    let first = input[position]
    if first == UInt8(ascii: "<"), second == UInt8(ascii: "="), peek(2) == UInt8(ascii: ">") {
      return take(3, as: .operator)
    }
    if let type = SQLWords.type(of: SQLText(input, position..<position + 2)) { return take(2, as: type) }
    return take(1, as: first == UInt8(ascii: ":") ? .colon : .operator)
  }
}
