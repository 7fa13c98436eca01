import Bytes

/// Appends a finding as people read it: what and where, the line, and carets under the place.
///
/// ```
/// rules/app.conf:12:15: error[unknown-operator]: there is no operator '@contians'
///    12 | SecRule ARGS "@contians select" "id:7,deny"
///       |               ^^^^^^^^^ did you mean '@contains'?
/// ```
///
/// Ends with a line feed. A long line is cut round the carets; bytes no terminal should see become `?`.
///
/// - Parameter sources: `SyntaxTree.sources` of the tree the finding is about.
public func render(_ diagnostic: Diagnostic, in sources: [Source], into output: inout [UInt8]) {
  appendHeadline(diagnostic, sources, &output)
  output.append(UInt8(ascii: "\n"))
  guard let source = source(of: diagnostic, sources) else {
    appendSuggestion(diagnostic, after: "  ", "\n", &output)
    return
  }
  let place = source.position(of: Int(diagnostic.range.start))
  let range = source.range(ofLine: place.line)
  let line = source.text.span.extracting(range)
  let start = min(place.column - 1, line.count)
  let end = min(max(Int(diagnostic.range.end) - range.lowerBound, start), line.count)
  let shown = shownPart(of: line, around: start..<end)

  let number = digits(place.line)
  output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: max(0, 5 - number.count)))
  output.append(contentsOf: number)
  output.append(" | ")
  if shown.lowerBound > 0 { output.append("...") }
  appendPrintable(line.extracting(shown), &output)
  if shown.upperBound < line.count { output.append("...") }
  output.append(UInt8(ascii: "\n"))

  output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: max(5, number.count)))
  output.append(" | ")
  let indent = columns(line.extracting(shown.lowerBound..<start)) + (shown.lowerBound > 0 ? 3 : 0)
  output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indent))
  let carets = columns(line.extracting(start..<min(max(end, start), shown.upperBound)))
  output.append(contentsOf: repeatElement(UInt8(ascii: "^"), count: max(1, carets)))
  appendSuggestion(diagnostic, after: " ", "", &output)
  output.append(UInt8(ascii: "\n"))
}

/// Appends a finding as one line for a log, without a line feed:
/// `rules/app.conf:12:15: error[unknown-operator]: there is no operator '@contians'; did you mean '@contains'?`
public func renderLine(_ diagnostic: Diagnostic, in sources: [Source], into output: inout [UInt8]) {
  appendHeadline(diagnostic, sources, &output)
  appendSuggestion(diagnostic, after: "; ", "", &output)
}

private func source(of diagnostic: Diagnostic, _ sources: [Source]) -> Source? {
  let index = Int(diagnostic.range.source)
  return sources.indices.contains(index) ? sources[index] : nil
}

private func appendHeadline(_ diagnostic: Diagnostic, _ sources: [Source], _ output: inout [UInt8]) {
  if let source = source(of: diagnostic, sources) {
    let place = source.position(of: Int(diagnostic.range.start))
    let name = source.name
    appendPrintable(name.span, &output)
    output.append(UInt8(ascii: ":"))
    output.append(decimal: place.line)
    output.append(UInt8(ascii: ":"))
    output.append(decimal: place.column)
    output.append(": ")
  }
  let row = diagnostic.id.row
  switch diagnostic.severity {
  case .error: output.append("error[")
  case .warning: output.append("warning[")
  case .note: output.append("note[")
  }
  output.append(row.slug)
  output.append("]: ")
  let sentence = ByteSlice(row.sentence)
  guard let mark = sentence.span.firstIndex(of: UInt8(ascii: "%")) else {
    output.append(sentence)
    return
  }
  output.append(sentence.prefix(mark))
  appendShortened(diagnostic.found, &output)
  output.append(sentence.dropFirst(mark + 1))
}

private func appendSuggestion(
  _ diagnostic: Diagnostic, after separator: StaticString, _ end: StaticString, _ output: inout [UInt8]
) {
  guard let suggestion = diagnostic.suggestion else { return }
  output.append(separator)
  output.append("did you mean '")
  appendShortened(suggestion, &output)
  output.append("'?")
  output.append(end)
}

/// How much of a long text a sentence quotes.
private let quotedBytes = 200

private func appendShortened(_ text: [UInt8], _ output: inout [UInt8]) {
  if text.count <= quotedBytes { return appendPrintable(text.span, &output) }
  appendPrintable(text.span.extracting(0..<text.span.characterStart(before: quotedBytes)), &output)
  output.append("...")
}

/// The most bytes of a line that are shown, and how many of them before the carets.
private let shownBytes = 110
private let shownBefore = 40

private func shownPart(of line: Span<UInt8>, around range: Range<Int>) -> Range<Int> {
  if line.count <= shownBytes { return 0..<line.count }
  var low = 0
  if range.upperBound > shownBytes { low = line.characterStart(before: max(0, range.lowerBound - shownBefore)) }
  let high = low + shownBytes >= line.count ? line.count : line.characterStart(before: low + shownBytes)
  return low..<max(high, min(range.lowerBound, line.count))
}

private func digits(_ number: Int) -> [UInt8] {
  var digits: [UInt8] = []
  digits.append(decimal: number)
  return digits
}

/// The columns a text takes when it is printed as `appendPrintable` does.
private func columns(_ text: Span<UInt8>) -> Int {
  var columns = 0
  var index = 0
  while index < text.count {
    index += max(1, text.utf8SequenceLength(at: index))
    columns += 1
  }
  return columns
}

/// One column a character: a TAB as a blank, other controls and invalid UTF-8 as `?`.
private func appendPrintable(_ text: Span<UInt8>, _ output: inout [UInt8]) {
  var index = 0
  while index < text.count {
    let length = text.utf8SequenceLength(at: index)
    let byte = text[index]
    if length > 1 {
      output.append(text.extracting(index..<index + length))
    } else if byte == UInt8(ascii: "\t") {
      output.append(UInt8(ascii: " "))
    } else {
      output.append(byte < 0x20 || byte == 0x7f || length == 0 ? UInt8(ascii: "?") : byte)
    }
    index += max(1, length)
  }
}

extension Span where Element == UInt8 {
  /// The offset at or before `offset` at which a UTF-8 sequence begins.
  fileprivate func characterStart(before offset: Int) -> Int {
    var start = Swift.min(offset, count)
    while start > 0 && start < count && offset - start < 4 && self[start] & 0xc0 == 0x80 { start -= 1 }
    return start
  }
}
