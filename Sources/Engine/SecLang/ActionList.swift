import Bytes

/// Reads `id:1, deny, msg:'a, b', setvar:'tx.a=%{x}', t:none`: actions between commas, blanks anywhere between
/// their parts, empty entries left out.
struct ActionListParser {
  private let list: Word
  private var index = 0

  init(_ list: Word) { self.list = list }

  mutating func parse(_ diagnostics: inout Diagnostics) -> [ActionSyntax] {
    var actions: [ActionSyntax] = []
    while true {
      skipBlanks()
      if !isAtEntryEnd, let action = parseAction(&diagnostics) { actions.append(action) }
      while !isAtEntryEnd { index += 1 }
      if index == list.bytes.count { return actions }
      index += 1
    }
  }

  private mutating func parseAction(_ diagnostics: inout Diagnostics) -> ActionSyntax? {
    let start = index
    while !isAtEntryEnd, current != UInt8(ascii: ":") { index += 1 }
    let name = trimmed(start..<index)
    let hasArgument = current == UInt8(ascii: ":")
    if hasArgument {
      index += 1
      skipBlanks()
    }
    if name.bytes.isEmpty {
      diagnostics.report(Diagnostic(.missingActionName, at: list.sourceRange(of: start..<start + 1)))
      if current == UInt8(ascii: "'") { _ = parseQuoted(&diagnostics) }
      return nil
    }
    if let blank = name.bytes.firstIndex(where: { $0.isASCIISpace }) {
      diagnostics.report(
        Diagnostic(
          .missingComma, at: name.range, found: name.bytes, suggestion: Self.replacingBlank(name.bytes, at: blank)))
    }
    guard hasArgument else { return ActionSyntax(name: name, argument: nil) }
    if current == UInt8(ascii: "'") {
      guard let argument = parseQuoted(&diagnostics) else { return nil }
      return ActionSyntax(name: name, argument: argument)
    }
    return ActionSyntax(name: name, argument: parseBare())
  }

  /// The text up to the closing quote, whose backslashes stay: `\'` is kept as it is written.
  private mutating func parseQuoted(_ diagnostics: inout Diagnostics) -> Word? {
    let start = index + 1
    guard let close = list.bytes.closingQuote(UInt8(ascii: "'"), from: start) else {
      // With a comma after it, the quote may be missing anywhere.
      let isLast = list.bytes.span.firstIndex(of: UInt8(ascii: ","), from: start) == nil
      let problem: DiagnosticID = isLast ? .quoteClosedByLineEnd : .unterminatedQuote
      diagnostics.report(Diagnostic(problem, at: list.sourceRange(of: index..<start)))
      index = list.bytes.count
      return isLast ? trimmed(start..<index) : nil
    }
    index = close + 1
    skipBlanks()
    if !isAtEntryEnd {
      let stray = index
      while !isAtEntryEnd { index += 1 }
      diagnostics.report(
        Diagnostic(
          .textAfterQuote, at: list.sourceRange(of: stray..<index), found: Array(list.bytes[stray..<index])))
    }
    return list.part(start..<close)
  }

  /// The text up to the next comma; `tx.a='1,2'` and `id;ARGS:'a,b'` hold theirs in quotes, which stay.
  private mutating func parseBare() -> Word {
    let start = index
    while !isAtEntryEnd {
      if current == UInt8(ascii: "'"), index > start, Self.opensQuote(after: list.bytes[index - 1]),
        let close = list.bytes.closingQuote(UInt8(ascii: "'"), from: index + 1)
      {
        index = close
      }
      index += 1
    }
    return trimmed(start..<index)
  }

  private func trimmed(_ range: Range<Int>) -> Word {
    var end = range.upperBound
    while end > range.lowerBound && list.bytes[end - 1].isASCIISpace { end -= 1 }
    return list.part(range.lowerBound..<end)
  }

  private var current: UInt8? { index < list.bytes.count ? list.bytes[index] : nil }

  /// Whether it stands on a comma or at the end of the list.
  private var isAtEntryEnd: Bool { current == nil || current == UInt8(ascii: ",") }

  private mutating func skipBlanks() {
    while let byte = current, byte.isASCIISpace { index += 1 }
  }

  private static func opensQuote(after byte: UInt8) -> Bool {
    byte == UInt8(ascii: "=") || byte == UInt8(ascii: ":") || byte == UInt8(ascii: ";")
  }

  private static func replacingBlank(_ name: [UInt8], at blank: Int) -> [UInt8] {
    var end = blank
    while end < name.count && name[end].isASCIISpace { end += 1 }
    return name[..<blank] + [UInt8(ascii: ",")] + name[end...]
  }
}
