import Bytes

extension SQLTokenizer {
  /// The string from `start` to its closing `quote`, which is neither doubled nor after an odd run of backslashes.
  mutating func quoted(by quote: UInt8, from start: Int, opening: UInt8, type: SQLTokenType) -> SQLToken {
    var end = start
    var isClosed = false
    while let found = input.firstIndex(of: quote, from: end) {
      end = found
      if isEscaped(found, from: start) {
        end += 1
      } else if found + 1 < input.count, input[found + 1] == quote {
        end += 2
      } else {
        isClosed = true
        break
      }
    }
    if !isClosed { end = input.count }
    var token = SQLToken(type, input, start..<end)
    token.opening = opening
    token.closing = isClosed ? quote : 0
    position = isClosed ? end + 1 : end
    return token
  }

  private func isEscaped(_ index: Int, from start: Int) -> Bool {
    var first = index
    while first > start, input[first - 1] == UInt8(ascii: "\\") { first -= 1 }
    return (index - first) & 1 == 1
  }

  /// A name in ticks; as a function it stays one.
  mutating func tickQuoted() -> SQLToken {
    let tick = UInt8(ascii: "`")
    var token = quoted(by: tick, from: position + 1, opening: tick, type: .bareword)
    if SQLWords.type(of: token.text) == .function { token.type = .function }
    return token
  }

  /// `n'…'` or `e'…'`.
  mutating func prefixedString() -> SQLToken? {
    let quote = UInt8(ascii: "'")
    guard peek(1) == quote, peek(2) != nil else { return nil }
    return quoted(by: quote, from: position + 2, opening: quote, type: .string)
  }

  /// `u&'…'`.
  mutating func unicodeString() -> SQLToken? {
    let quote = UInt8(ascii: "'")
    guard peek(1) == UInt8(ascii: "&"), peek(2) == quote else { return nil }
    var token = quoted(by: quote, from: position + 3, opening: UInt8(ascii: "u"), type: .string)
    if token.closing == quote { token.closing = UInt8(ascii: "u") }
    return token
  }

  /// `b'01'` or `x'2f'`: a number.
  mutating func digitString(_ isDigit: (UInt8) -> Bool) -> SQLToken? {
    let quote = UInt8(ascii: "'")
    guard peek(1) == quote else { return nil }
    var end = position + 2
    while end < input.count, isDigit(input[end]) { end += 1 }
    guard end < input.count, input[end] == quote else { return nil }
    return take(end + 1 - position, as: .number)
  }

  /// Oracle's `q'[…]'`, or `nq'[…]'` with a `prefix` of two: any byte can be the inner delimiter.
  mutating func oracleString(prefix: Int) -> SQLToken? {
    let quote = UInt8(ascii: "'")
    if prefix == 2, peek(1).map({ $0 | 0x20 }) != UInt8(ascii: "q") { return nil }
    guard peek(prefix) == quote, let delimiter = peek(prefix + 1) else { return nil }
    // Bytes from 0x80 on are negative to libinjection's signed characters, so below the blank.
    guard delimiter > 0x20, delimiter < 0x80 else { return nil }
    let closing = Self.closingDelimiter(delimiter)
    let start = position + prefix + 2
    var end = input.count
    var index = start
    while index + 1 < input.count {
      if input[index] == closing, input[index + 1] == quote {
        end = index
        break
      }
      index += 1
    }
    let isClosed = end < input.count
    var token = SQLToken(.string, input, start..<end)
    token.opening = UInt8(ascii: "q")
    token.closing = isClosed ? UInt8(ascii: "q") : 0
    position = isClosed ? end + 2 : end
    return token
  }

  private static func closingDelimiter(_ opening: UInt8) -> UInt8 {
    switch opening {
    case UInt8(ascii: "("): UInt8(ascii: ")")
    case UInt8(ascii: "["): UInt8(ascii: "]")
    case UInt8(ascii: "{"): UInt8(ascii: "}")
    case UInt8(ascii: "<"): UInt8(ascii: ">")
    default: opening
    }
  }

  /// `$`: an amount of money, a string of PostgreSQL, or a name.
  mutating func dollar() -> SQLToken {
    let dollar = UInt8(ascii: "$")
    var end = position + 1
    while end < input.count, input[end].isMoneyDigitOrNUL { end += 1 }
    if end > position + 1 {
      let isDotOnly = end == position + 2 && input[position + 1] == UInt8(ascii: ".")
      return isDotOnly ? word() : take(end - position, as: .number)
    }
    while end < input.count, input[end].isASCIILetterOrNUL { end += 1 }
    guard end < input.count, input[end] == dollar else { return take(1, as: .bareword) }
    return dollarQuoted(tag: position..<end + 1)
  }

  /// `$tag$ … $tag$`. Only a `$` can start the closing tag and there is none inside one, so the search is linear.
  private mutating func dollarQuoted(tag: Range<Int>) -> SQLToken {
    var end = input.count
    var candidate = tag.upperBound
    while let found = input.firstIndex(of: UInt8(ascii: "$"), from: candidate) {
      guard found + tag.count <= input.count else { break }
      if input.extracting(found..<found + tag.count).isEqual(to: input.extracting(tag)) {
        end = found
        break
      }
      candidate = found + 1
    }
    let isClosed = end < input.count
    var token = SQLToken(.string, input, tag.upperBound..<end)
    token.opening = UInt8(ascii: "$")
    token.closing = isClosed ? UInt8(ascii: "$") : 0
    position = isClosed ? end + tag.count : end
    return token
  }
}
