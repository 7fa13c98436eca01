import Bytes

/// Reads `ARGS|!ARGS:/^x/,&TX:'a b'|XML:/*`: entries between `|` or `,`, blanks anywhere between their parts.
struct VariableListParser {
  private let list: Word
  private var index = 0

  init(_ list: Word) { self.list = list }

  mutating func parse(_ diagnostics: inout Diagnostics) -> [VariableSyntax] {
    var variables: [VariableSyntax] = []
    skipBlanks()
    if index == list.bytes.count {
      diagnostics.report(Diagnostic(.emptyVariableList, at: list.range))
      return []
    }
    while true {
      if let variable = parseVariable(&diagnostics) { variables.append(variable) }
      skipBlanks()
      if !isAtEntryEnd { skipStrayText(&diagnostics) }
      if index == list.bytes.count { return variables }
      index += 1
    }
  }

  private mutating func parseVariable(_ diagnostics: inout Diagnostics) -> VariableSyntax? {
    skipBlanks()
    let start = index
    var isCount = false
    var isExclusion = false
    while let byte = current, byte == UInt8(ascii: "&") || byte == UInt8(ascii: "!") {
      if byte == UInt8(ascii: "&") { isCount = true } else { isExclusion = true }
      index += 1
      skipBlanks()
    }
    let nameStart = index
    while !isAtEntryEnd, let byte = current, !byte.isASCIISpace, !Self.isSelectorMark(byte) { index += 1 }
    let name = list.part(nameStart..<index)
    if name.bytes.isEmpty {
      let end = min(index + 1, list.bytes.count)
      diagnostics.report(Diagnostic(.emptyVariable, at: list.sourceRange(of: start..<end)))
      while !isAtEntryEnd { index += 1 }
      return nil
    }
    if isCount && isExclusion {
      diagnostics.report(Diagnostic(.countOfExclusion, at: list.sourceRange(of: start..<index)))
    }
    var selector = VariableSyntax.Selector.none
    if let byte = current, Self.isSelectorMark(byte) {
      index += 1
      guard let key = parseSelector(of: name, &diagnostics) else { return nil }
      selector = key
    }
    return VariableSyntax(
      name: name, isCount: isCount, isExclusion: isExclusion, selector: selector,
      range: list.sourceRange(of: start..<index))
  }

  private mutating func parseSelector(
    of name: Word, _ diagnostics: inout Diagnostics
  ) -> VariableSyntax.Selector? {
    if current == UInt8(ascii: "'") { return parseQuotedKey(of: name, &diagnostics) }
    if current == UInt8(ascii: "/") {
      return Self.holdsXML(name) ? .key(parseXPath()) : parseRegexKey(&diagnostics)
    }
    let start = index
    while !isAtEntryEnd { index += 1 }
    var end = index
    while end > start && list.bytes[end - 1].isASCIISpace { end -= 1 }
    if end == start {
      diagnostics.report(Diagnostic(.emptySelector, at: name.range, found: name.bytes))
      return nil
    }
    index = end
    return .key(list.part(start..<end))
  }

  private mutating func parseQuotedKey(
    of name: Word, _ diagnostics: inout Diagnostics
  ) -> VariableSyntax.Selector? {
    let quote = UInt8(ascii: "'")
    let start = index + 1
    guard let close = list.bytes.closingQuote(quote, from: start) else {
      diagnostics.report(Diagnostic(.unterminatedQuote, at: list.sourceRange(of: index..<start)))
      index = list.bytes.count
      return nil
    }
    index = close + 1
    if start == close {
      diagnostics.report(Diagnostic(.emptySelector, at: name.range, found: name.bytes))
      return nil
    }
    let slash = UInt8(ascii: "/")
    let isRegex = close - start >= 2 && list.bytes[start] == slash && list.bytes[close - 1] == slash
    if isRegex && !Self.holdsXML(name) { return .regex(list.part(start + 1..<close - 1)) }
    return .key(list.unescaped(start..<close, quote: quote))
  }

  /// A regex ends at the first slash that no backslash stands before and an entry's end or a blank follows.
  private mutating func parseRegexKey(_ diagnostics: inout Diagnostics) -> VariableSyntax.Selector? {
    let start = index
    index += 1
    while let byte = current {
      if byte == UInt8(ascii: "/") {
        index += 1
        if isAtEntryEnd || current?.isASCIISpace == true { return .regex(list.part(start + 1..<index - 1)) }
      } else {
        index += byte == UInt8(ascii: "\\") ? 2 : 1
      }
    }
    // What follows may belong to the regex, so it is not looked at; that also keeps this linear.
    index = list.bytes.count
    let range = start..<index
    diagnostics.report(
      Diagnostic(.unterminatedRegexKey, at: list.sourceRange(of: range), found: Array(list.bytes[range])))
    return nil
  }

  /// An XPath ends at a separator outside its brackets and strings; a comma there is a function's.
  private mutating func parseXPath() -> Word {
    let start = index
    var depth = 0
    while let byte = current {
      switch byte {
      case UInt8(ascii: "["), UInt8(ascii: "("): depth += 1
      case UInt8(ascii: "]"), UInt8(ascii: ")"): depth = max(0, depth - 1)
      case UInt8(ascii: "'"), UInt8(ascii: "\""):
        if depth > 0, let close = list.bytes.span.firstIndex(of: byte, from: index + 1) { index = close }
      default: break
      }
      if depth == 0 && (isAtEntryEnd || byte.isASCIISpace) { break }
      index += 1
    }
    return list.part(start..<index)
  }

  private mutating func skipStrayText(_ diagnostics: inout Diagnostics) {
    let start = index
    while !isAtEntryEnd { index += 1 }
    diagnostics.report(
      Diagnostic(
        .textAfterVariable, at: list.sourceRange(of: start..<index), found: Array(list.bytes[start..<index])))
  }

  private var current: UInt8? { index < list.bytes.count ? list.bytes[index] : nil }

  /// Whether it stands on a separator or at the end of the list.
  private var isAtEntryEnd: Bool {
    guard let byte = current else { return true }
    return byte == UInt8(ascii: "|") || byte == UInt8(ascii: ",")
  }

  private mutating func skipBlanks() {
    while let byte = current, byte.isASCIISpace { index += 1 }
  }

  /// `TX:a`, and `TX.a` as in a macro.
  private static func isSelectorMark(_ byte: UInt8) -> Bool { byte == UInt8(ascii: ":") || byte == UInt8(ascii: ".") }

  /// Whether a selector that begins with a slash is an XPath instead of a regex.
  private static func holdsXML(_ name: Word) -> Bool {
    let name = name.bytes
    return name.span.isEqualIgnoringCase(to: "XML") || name.span.isEqualIgnoringCase(to: "REQUEST_XML")
      || name.span.isEqualIgnoringCase(to: "RESPONSE_XML")
  }
}
