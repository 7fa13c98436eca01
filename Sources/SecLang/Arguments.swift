import Bytes

/// One argument of a directive.
struct Argument {
  /// Without its quotes, `\"` resolved.
  var word: Word
  /// The quote around it, or 0.
  var quote: UInt8
  /// With its quotes.
  var range: SourceRange
}

/// Splits a logical line into a directive's name and arguments: bare, or in double or single quotes.
struct ArgumentReader {
  private let line: Word
  private var index: Int
  /// Whether a quote or what follows it was reported, after which the rest of the line means nothing.
  private(set) var isBroken = false

  /// - Parameter start: how much of the line is read already.
  init(_ line: Word, from start: Int = 0) {
    self.line = line
    index = start
  }

  /// Whether another argument follows; stands on it then.
  mutating func skipBlanks() -> Bool {
    while index < line.bytes.count && line.bytes[index].isASCIISpace { index += 1 }
    return index < line.bytes.count && !isBroken
  }

  /// Whether the argument it stands on begins with `byte`; if so, where in the source.
  func begins(with byte: UInt8) -> Int? {
    guard index < line.bytes.count, line.bytes[index] == byte else { return nil }
    return Int(line.sourceRange(of: index..<index + 1).start)
  }

  /// The next argument, or `nil` at the end of the line or after a broken quote.
  ///
  /// - Parameters:
  ///   - keepsQuotedKeys: whether blanks inside `'…'` after a colon belong to a bare argument, as the key of a
  ///     variable has them.
  ///   - mayEndOpen: whether the end of the line may close a double quote, as it does for an action list.
  mutating func next(
    _ diagnostics: inout Diagnostics, keepsQuotedKeys: Bool = false, mayEndOpen: Bool = false
  ) -> Argument? {
    guard skipBlanks() else { return nil }
    let first = line.bytes[index]
    if first == UInt8(ascii: "\"") { return quoted(first, mayEndOpen: mayEndOpen, &diagnostics) }
    if first == UInt8(ascii: "'") { return quoted(first, mayEndOpen: false, &diagnostics) }
    let start = index
    while index < line.bytes.count && !line.bytes[index].isASCIISpace {
      let isKey =
        keepsQuotedKeys && line.bytes[index] == UInt8(ascii: "'") && index > 0
        && line.bytes[index - 1] == UInt8(ascii: ":")
      if isKey, let close = line.bytes.closingQuote(UInt8(ascii: "'"), from: index + 1) { index = close }
      index += 1
    }
    let word = line.part(start..<index)
    return Argument(word: word, quote: 0, range: word.range)
  }

  private mutating func quoted(
    _ quote: UInt8, mayEndOpen: Bool, _ diagnostics: inout Diagnostics
  ) -> Argument? {
    let start = index
    guard let close = line.bytes.closingQuote(quote, from: start + 1) else {
      if mayEndOpen {
        index = line.bytes.count
        diagnostics.report(Diagnostic(.quoteClosedByLineEnd, at: line.sourceRange(of: start..<start + 1)))
        return Argument(
          word: line.unescaped(start + 1..<index, quote: quote), quote: quote,
          range: line.sourceRange(of: start..<index))
      }
      isBroken = true
      diagnostics.report(Diagnostic(.unterminatedQuote, at: line.sourceRange(of: start..<start + 1)))
      return nil
    }
    index = close + 1
    if index < line.bytes.count && !line.bytes[index].isASCIISpace {
      var end = index
      while end < line.bytes.count && !line.bytes[end].isASCIISpace { end += 1 }
      isBroken = true
      diagnostics.report(
        Diagnostic(.textAfterQuote, at: line.sourceRange(of: index..<end), found: Array(line.bytes[index..<end])))
    }
    return Argument(
      word: line.unescaped(start + 1..<close, quote: quote), quote: quote,
      range: line.sourceRange(of: start..<close + 1))
  }
}

extension [UInt8] {
  /// The index of the next `quote` that no backslash stands before; two backslashes are a pair.
  func closingQuote(_ quote: UInt8, from start: Int) -> Int? {
    var index = start
    while index < count {
      if self[index] == quote { return index }
      index += self[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return nil
  }
}
