import Bytes

/// Reads a source line by line: continuations joined, comments and blank lines left out.
///
/// A backslash at the end of a line (blanks may follow it) joins the next one without a separator. A comment inside
/// a continuation is left out and does not end it; outside, a backslash at the end of a comment means nothing.
struct LogicalLines {
  let source: Int32
  private let text: [UInt8]
  /// Where the next line begins.
  private var position = 0
  /// The backslash that continues the last line into nothing.
  private(set) var openContinuation: SourceRange?

  init(_ text: [UInt8], source: Int32) {
    self.text = text
    self.source = source
  }

  /// The next line that holds something, without the blanks before it; `nil` at the end.
  mutating func next() -> Word? {
    var builder = WordBuilder()
    var start = -1
    var backslash = 0
    while position < text.count {
      let line = takeLine()
      let first = firstNonBlank(in: line)
      if first < line.upperBound && text[first] == UInt8(ascii: "#") { continue }
      if start < 0 {
        if first == line.upperBound { continue }
        start = first
      }
      let content = trimmingContinuation(line)
      let low = min(builder.bytes.isEmpty ? first : line.lowerBound, content)
      builder.append(text[low..<content], at: offset(low))
      if content == line.upperBound { return builder.word(range(start, content)) }
      backslash = content
    }
    if start < 0 { return nil }
    openContinuation = range(backslash, backslash + 1)
    return builder.word(range(start, backslash))
  }

  /// The block between the backtick at `start` and the next one, whatever lines it spans, and the rest of that
  /// line; reading goes on after it. `nil`, and nothing is read, when no backtick follows.
  mutating func takeBlock(from start: Int) -> (block: Word, rest: Word)? {
    let tick = UInt8(ascii: "`")
    guard start >= 0, start < text.count, let close = text.span.firstIndex(of: tick, from: start + 1) else {
      return nil
    }
    position = close + 1
    let rest = takeLine()
    return (word(start + 1, close), word(firstNonBlank(in: rest), rest.upperBound))
  }

  /// Leaves out what cannot be a directive: lines up to one whose first word begins with `Sec` or `Include`.
  mutating func skipToDirective() {
    while position < text.count {
      let before = position
      if beginsDirective(takeLine()) {
        position = before
        return
      }
    }
  }

  /// Whether what follows cannot belong to the line before: a directive, a comment, a blank line or nothing.
  var isAtDirectiveEnd: Bool {
    let newline = UInt8(ascii: "\n")
    var index = position
    while index < text.count && text[index] != newline && text[index].isASCIISpace { index += 1 }
    if index == text.count || text[index] == newline || text[index] == UInt8(ascii: "#") { return true }
    return beginsDirective(index..<text.count)
  }

  private func beginsDirective(_ line: Range<Int>) -> Bool {
    let bytes = text.span.extracting(firstNonBlank(in: line)..<line.upperBound)
    return bytes.hasPrefixIgnoringCase("Sec") || bytes.hasPrefixIgnoringCase("Include")
  }

  /// Goes back to the line after the one in which `offset` stands.
  mutating func resume(afterLineOf offset: Int) {
    position = min(max(offset, 0), text.count)
    _ = takeLine()
  }

  /// The next line as it stands, without its end.
  private mutating func takeLine() -> Range<Int> {
    let start = position
    guard let newline = text.span.firstIndex(of: UInt8(ascii: "\n"), from: start) else {
      position = text.count
      return start..<text.count
    }
    position = newline + 1
    let endsInCR = newline > start && text[newline - 1] == UInt8(ascii: "\r")
    return start..<(endsInCR ? newline - 1 : newline)
  }

  private func firstNonBlank(in line: Range<Int>) -> Int {
    var index = line.lowerBound
    while index < line.upperBound && text[index].isASCIISpace { index += 1 }
    return index
  }

  /// Where the content of a line ends: before the backslash that continues it, or at its end.
  private func trimmingContinuation(_ line: Range<Int>) -> Int {
    var end = line.upperBound
    while end > line.lowerBound && text[end - 1].isASCIISpace { end -= 1 }
    return end > line.lowerBound && text[end - 1] == UInt8(ascii: "\\") ? end - 1 : line.upperBound
  }

  private func word(_ low: Int, _ high: Int) -> Word { Word(Array(text[low..<high]), range(low, high)) }

  private func range(_ low: Int, _ high: Int) -> SourceRange {
    SourceRange(source: source, start: offset(low), end: offset(high))
  }

  private func offset(_ index: Int) -> Int32 { Int32(truncatingIfNeeded: index) }
}
