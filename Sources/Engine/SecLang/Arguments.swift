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
  @inline(never)
  mutating func next(
    _ diagnostics: inout Diagnostics, keepsQuotedKeys: Bool = false, mayEndOpen: Bool = false
  ) -> Argument? {
    guard skipBlanks() else { return nil }
    let first = line.bytes[index]
    if let argument = wordProcessorQuoted(&diagnostics) { return argument }
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

  /// The bare argument just read, made longer by those that follow: up to a quote, or up to the last without one.
  ///
  /// - Returns: `nil` when none follow.
  mutating func takeBareRest(after argument: Argument) -> Argument? {
    var ends: [Int] = []
    var reader = self
    var unread = Diagnostics()
    var isFollowedByQuote = false
    while let next = reader.next(&unread), !isFollowedByQuote {
      isFollowedByQuote = next.quote != 0
      if !isFollowedByQuote { ends.append(reader.index) }
    }
    if !isFollowedByQuote && !reader.isBroken { _ = ends.popLast() }
    guard let end = ends.last else { return nil }
    let word = line.part(index - argument.word.bytes.count..<end)
    index = end
    return Argument(word: word, quote: 0, range: word.range)
  }

  /// What stands between the quotes that word processors make of `"` and `'`, which is what was meant.
  @inline(never)
  private mutating func wordProcessorQuoted(_ diagnostics: inout Diagnostics) -> Argument? {
    let quote = line.bytes.wordProcessorQuote(at: index)
    if quote == 0 { return nil }
    let start = index
    var close = index + quote
    while close < line.bytes.count && line.bytes.wordProcessorQuote(at: close) == 0 { close += 1 }
    index = min(close + quote, line.bytes.count)
    let argument = Argument(
      word: line.part(start + quote..<close), quote: UInt8(ascii: "\""), range: line.sourceRange(of: start..<index))
    reportWrongQuotes(argument, written: Array(line.bytes[start..<start + quote]), &diagnostics)
    return argument
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

/// Reports an argument in other quotes than double ones.
@inline(never)
func reportWrongQuotes(_ argument: Argument, written quotes: [UInt8], _ diagnostics: inout Diagnostics) {
  let quote = UInt8(ascii: "\"")
  diagnostics.report(
    Diagnostic(
      .singleQuotedArgument, at: argument.range, found: quotes,
      suggestion: [quote] + argument.word.bytes + [quote]))
}

extension [UInt8] {
  /// The length of a quote such as U+201C or U+2019 that stands there, or 0.
  func wordProcessorQuote(at index: Int) -> Int {
    guard index + 2 < count, self[index] == 0xe2, self[index + 1] == 0x80 else { return 0 }
    return (0x98...0x9f).contains(self[index + 2]) ? 3 : 0
  }

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
