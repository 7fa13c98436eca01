import Bytes

/// Reads `!@rx pattern`, `@detectSQLi`, or a bare pattern.
///
/// Blanks before the operator, after `!` and between name and argument are dropped; those of the argument are kept.
func parseOperator(_ word: Word, _ diagnostics: inout Diagnostics) -> OperatorSyntax {
  let bytes = word.bytes
  func firstNonBlank(from start: Int) -> Int {
    var index = start
    while index < bytes.count && bytes[index].isASCIISpace { index += 1 }
    return index
  }
  func holds(_ byte: UInt8, at index: Int) -> Bool { index < bytes.count && bytes[index] == byte }

  var start = 0
  let first = firstNonBlank(from: 0)
  let isNegated = holds(UInt8(ascii: "!"), at: first)
  if isNegated { start = first + 1 }
  let mark = firstNonBlank(from: start)
  guard holds(UInt8(ascii: "@"), at: mark) else {
    let argument = isNegated ? mark : start
    return OperatorSyntax(isNegated: isNegated, name: nil, argument: word.part(argument..<bytes.count))
  }
  var end = mark + 1
  while end < bytes.count && !bytes[end].isASCIISpace { end += 1 }
  if !holdsLetter(bytes, at: mark + 1) {
    let suggestion = [UInt8]("@rx @") + bytes[mark + 1..<end]
    diagnostics.report(
      Diagnostic(.missingOperatorName, at: word.sourceRange(of: mark..<max(end, mark + 1)), suggestion: suggestion))
  }
  let name = word.part(mark + 1..<end)
  return OperatorSyntax(
    isNegated: isNegated, name: Word(name.bytes, word.sourceRange(of: mark..<end), name.map),
    argument: word.part(firstNonBlank(from: end)..<bytes.count))
}

private func holdsLetter(_ bytes: [UInt8], at index: Int) -> Bool { index < bytes.count && bytes[index].isASCIILetter }
