import Bytes

/// What opens an XML document: a byte order mark, `<?xml version="1.0" encoding="…"?>`, both or neither.
///
/// A version but 1.0 is a problem: XML 1.1 has line ends and characters that rules take for others. Encodings in which
/// ASCII is not ASCII (UTF-16, UTF-7, EBCDIC) are a problem: a parser that takes them for something else lets everything
/// pass.
struct XMLDeclaration {
  /// Where the document goes on.
  private(set) var end = 0
  private(set) var isUTF8 = true

  init(_ body: Span<UInt8>) throws(BodyFault) {
    if body.hasPrefix("\u{feff}") { end = 3 }
    if body.count >= 2 && (body[0] == 0 || body[1] == 0 || body[0] >= 0xfe) {
      throw BodyFault(.xmlUnsupportedEncoding, at: 0)
    }
    let rest = body.extracting(end..<body.count)
    guard rest.hasPrefix("<?xml"), rest.count > 5, isXMLSpace(rest[5]) else { return }
    guard let close = Self.close(rest) else { throw BodyFault(.xmlUnexpectedEnd, at: body.count) }
    let start = end
    end += close + 2
    try readAttributes(rest.extracting(5..<close), at: start + 5)
  }

  private static func close(_ text: Span<UInt8>) -> Int? {
    var from = 0
    while let mark = text.firstIndex(of: UInt8(ascii: "?"), from: from) {
      if mark + 1 < text.count && text[mark + 1] == UInt8(ascii: ">") { return mark }
      from = mark + 1
    }
    return nil
  }

  private mutating func readAttributes(_ text: Span<UInt8>, at offset: Int) throws(BodyFault) {
    var index = 0
    while index < text.count {
      while index < text.count && isXMLSpace(text[index]) { index += 1 }
      if index == text.count { return }
      let nameStart = index
      while index < text.count && isXMLNameByte(text[index]) { index += 1 }
      let name = text.extracting(nameStart..<index)
      while index < text.count && (isXMLSpace(text[index]) || text[index] == UInt8(ascii: "=")) { index += 1 }
      guard index < text.count, text[index] == UInt8(ascii: "\"") || text[index] == UInt8(ascii: "'"),
        let close = text.firstIndex(of: text[index], from: index + 1)
      else { throw BodyFault(.xmlInvalidMarkup, at: offset + index) }
      let value = text.extracting((index + 1)..<close)
      if name.isEqual(to: "encoding") {
        guard let isUTF8 = Self.isUTF8(value) else { throw BodyFault(.xmlUnsupportedEncoding, at: offset + index) }
        self.isUTF8 = isUTF8
      } else if name.isEqual(to: "version") && !value.isEqual(to: "1.0") {
        throw BodyFault(.xmlInvalidMarkup, at: offset + index)
      }
      index = close + 1
    }
  }

  /// `nil`: an encoding we do not read.
  private static func isUTF8(_ name: Span<UInt8>) -> Bool? {
    if name.isEqualIgnoringCase(to: "utf-8") || name.isEqualIgnoringCase(to: "utf8")
      || name.isEqualIgnoringCase(to: "us-ascii") || name.isEqualIgnoringCase(to: "ascii")
    {
      return true
    }
    return name.hasPrefixIgnoringCase("iso-8859-") || name.hasPrefixIgnoringCase("windows-125") ? false : nil
  }
}
