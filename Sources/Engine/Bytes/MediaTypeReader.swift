/// Reads a `Content-Type` from left to right: the type, then one parameter after the other.
///
/// One reader for the header of a request, of an answer and of a part, so that no two of them can disagree. Names of
/// parameters are compared without case by who asks; values are tokens or quoted strings.
/// Source: RFC 9110 §8.3.1 and §5.6.6; the token is that of RFC 2045 §5.1.
public struct MediaTypeReader {
  public struct Parameter {
    public let name: Range<Int>
    /// Without its quotes; escapes are left in.
    public let value: Range<Int>
    public let isQuoted: Bool
  }

  /// What makes a parameter none; `position` says where.
  public enum Fault: Sendable { case name, equalSign, quote, character }

  /// Why reading ended before the end of the text.
  public private(set) var fault: Fault?
  /// `type/subtype`, or empty if that is not what the text begins with.
  public let type: Range<Int>
  public private(set) var position: Int
  /// Blanks before or behind a `=`, or behind a value.
  public private(set) var hasStrayBlanks = false
  /// A parameter stood behind a blank alone.
  public private(set) var lacksSemicolon = false

  public init(_ text: Span<UInt8>) {
    let slash = text.endOfToken(from: 0)
    var end = 0
    if slash > 0 && slash < text.count && text[slash] == UInt8(ascii: "/") {
      end = text.endOfToken(from: slash + 1)
      if end == slash + 1 { end = 0 }
    }
    type = 0..<end
    position = end
  }

  /// The next parameter, or `nil` at the end of the text or at a fault.
  // Not inlined: it is long, and two places call it.
  @inline(never)
  public mutating func next(in text: Span<UInt8>) -> Parameter? {
    let hasBlank = skipBlanks(text)
    guard position < text.count else { return nil }
    if text[position] == UInt8(ascii: ";") {
      position += 1
      skipBlanks(text)
      if position == text.count { return nil }
    } else {
      guard hasBlank else { return fail(.character) }
      lacksSemicolon = true
    }
    let name = position..<text.endOfToken(from: position)
    guard !name.isEmpty else { return fail(.name) }
    position = name.upperBound
    if skipBlanks(text) { hasStrayBlanks = true }
    guard position < text.count else { return fail(.name) }
    guard text[position] == UInt8(ascii: "=") else { return fail(.equalSign) }
    position += 1
    if skipBlanks(text) { hasStrayBlanks = true }
    guard let parameter = value(text, of: name) else { return fail(.quote) }
    if position < text.count && text[position] != UInt8(ascii: ";") {
      guard text[position].isASCIISpace else { return fail(.character) }
      hasStrayBlanks = true
    }
    return parameter
  }

  private mutating func value(_ text: Span<UInt8>, of name: Range<Int>) -> Parameter? {
    let quote = UInt8(ascii: "\"")
    guard position < text.count, text[position] == quote else {
      let value = position..<text.endOfToken(from: position)
      position = value.upperBound
      return Parameter(name: name, value: value, isQuoted: false)
    }
    let start = position + 1
    position = start
    while position < text.count && text[position] != quote {
      position += text[position] == UInt8(ascii: "\\") ? 2 : 1
    }
    guard position < text.count else {
      position = text.count
      return nil
    }
    position += 1
    return Parameter(name: name, value: start..<(position - 1), isQuoted: true)
  }

  private mutating func fail(_ fault: Fault) -> Parameter? {
    self.fault = fault
    return nil
  }

  @discardableResult
  private mutating func skipBlanks(_ text: Span<UInt8>) -> Bool {
    let start = position
    while position < text.count && text[position].isASCIISpace { position += 1 }
    return position > start
  }
}

extension UInt8 {
  /// RFC 2045 §5.1 `token`.
  public var isTokenByte: Bool { self > 0x20 && self < 0x7f && !tokenSpecials.contains(self) }
}

private let tokenSpecials = ByteSet("()<>@,;:\\\"/[]?=")

extension Span where Element == UInt8 {
  fileprivate func endOfToken(from start: Int) -> Int {
    var index = start
    while index < count && self[index].isTokenByte { index += 1 }
    return index
  }
}
