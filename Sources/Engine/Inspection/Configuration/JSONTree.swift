import Bytes

/// What is wrong with a JSON text, and where.
struct JSONProblem: Error, Equatable {
  enum Kind: UInt8, Sendable {
    case unexpectedByte, unexpectedEnd, badEscape, badNumber, tooDeep, textAfterValue
  }
  var kind: Kind
  /// Offset of the byte that does not fit.
  var offset: Int

  var sentence: StaticString {
    switch kind {
    case .unexpectedByte: "this does not continue the JSON"
    case .unexpectedEnd: "the JSON ends too early"
    case .badEscape: "this is not an escape of JSON strings"
    case .badNumber: "this is not a number"
    case .tooDeep: "the JSON is nested too deeply"
    case .textAfterValue: "there is text after the JSON value"
    }
  }
}

/// A parsed JSON text (RFC 8259) as a flat list of nodes that know where they stand, for a configuration whose errors
/// must name line and column.
final class JSONTree {
  enum Kind: UInt8 { case null, bool, number, string, array, object, member }

  struct Node {
    var kind: Kind
    /// Offsets into the text; a string's are those between its quotes.
    var start: Int
    var end: Int
    /// The first element, or a member's value; -1 for none.
    var child = -1
    /// The next element or member of the same parent; -1 for none.
    var next = -1
  }

  static let maximalDepth = 32

  let text: [UInt8]
  private(set) var nodes: [Node] = []
  private var offset = 0

  /// Node 0 is the whole value.
  init(_ text: [UInt8]) throws(JSONProblem) {
    self.text = text
    _ = try value(depth: 0)
    skipSpace()
    if offset < text.count { throw JSONProblem(kind: .textAfterValue, offset: offset) }
  }

  private var current: UInt8? { offset < text.count ? text[offset] : nil }

  private func unexpected() -> JSONProblem {
    JSONProblem(kind: offset < text.count ? .unexpectedByte : .unexpectedEnd, offset: offset)
  }

  private func skipSpace() {
    while let byte = current, byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d { offset += 1 }
  }

  private func add(_ kind: Kind) -> Int {
    nodes.append(Node(kind: kind, start: offset, end: offset))
    return nodes.count - 1
  }

  private func value(depth: Int) throws(JSONProblem) -> Int {
    skipSpace()
    if depth > Self.maximalDepth { throw JSONProblem(kind: .tooDeep, offset: offset) }
    switch current {
    case UInt8(ascii: "{"): return try list(.object, closing: UInt8(ascii: "}"), depth)
    case UInt8(ascii: "["): return try list(.array, closing: UInt8(ascii: "]"), depth)
    case UInt8(ascii: "\""): return try string(.string)
    case UInt8(ascii: "t"): return try literal("true", .bool)
    case UInt8(ascii: "f"): return try literal("false", .bool)
    case UInt8(ascii: "n"): return try literal("null", .null)
    default: return try number()
    }
  }

  private func list(_ kind: Kind, closing: UInt8, _ depth: Int) throws(JSONProblem) -> Int {
    let list = add(kind)
    var last = -1
    offset += 1
    skipSpace()
    while current != closing {
      if last >= 0 {
        guard current == UInt8(ascii: ",") else { throw unexpected() }
        offset += 1
        skipSpace()
      }
      let element = kind == .object ? try member(depth) : try value(depth: depth + 1)
      if last < 0 { nodes[list].child = element } else { nodes[last].next = element }
      last = element
      skipSpace()
    }
    offset += 1
    nodes[list].end = offset
    return list
  }

  private func member(_ depth: Int) throws(JSONProblem) -> Int {
    guard current == UInt8(ascii: "\"") else { throw unexpected() }
    let member = try string(.member)
    skipSpace()
    guard current == UInt8(ascii: ":") else { throw unexpected() }
    offset += 1
    nodes[member].child = try value(depth: depth + 1)
    return member
  }

  private func string(_ kind: Kind) throws(JSONProblem) -> Int {
    offset += 1
    let string = add(kind)
    while let byte = current, byte != UInt8(ascii: "\"") {
      if byte < 0x20 { throw unexpected() }
      if byte == UInt8(ascii: "\\") { try skipEscape() } else { offset += 1 }
    }
    guard current != nil else { throw unexpected() }
    nodes[string].end = offset
    offset += 1
    return string
  }

  private func skipEscape() throws(JSONProblem) {
    let start = offset
    offset += 1
    switch current {
    case UInt8(ascii: "u"):
      let text = text
      guard Self.codeUnit(in: text.span, at: offset + 1) != nil else {
        throw JSONProblem(kind: .badEscape, offset: start)
      }
      offset += 5
    case .some(let byte) where Self.escapes.contains(byte): offset += 1
    default: throw JSONProblem(kind: .badEscape, offset: start)
    }
  }

  private static let escapes = ByteSet("\"\\/bfnrt")

  private func literal(_ word: StaticString, _ kind: Kind) throws(JSONProblem) -> Int {
    let node = add(kind)
    let word = ByteSlice(word)
    for index in 0..<word.count {
      guard current == word[index] else { throw unexpected() }
      offset += 1
    }
    nodes[node].end = offset
    return node
  }

  /// Only its extent is checked here; who wants a number reads it.
  private func number() throws(JSONProblem) -> Int {
    guard let first = current, first == UInt8(ascii: "-") || first.isASCIIDigit else { throw unexpected() }
    let node = add(.number)
    offset += 1
    while let byte = current, byte.isASCIIDigit || Self.numberBytes.contains(byte) { offset += 1 }
    if !text[offset - 1].isASCIIDigit { throw JSONProblem(kind: .badNumber, offset: nodes[node].start) }
    nodes[node].end = offset
    return node
  }

  private static let numberBytes = ByteSet(".eE+-")

  fileprivate static func codeUnit(in text: Span<UInt8>, at offset: Int) -> UInt32? {
    guard let high = text.hexByte(at: offset), let low = text.hexByte(at: offset + 2) else { return nil }
    return UInt32(high) &<< 8 | UInt32(low)
  }
}

extension JSONTree {
  /// The text of a string or the name of a member, escapes resolved; a lone surrogate becomes U+FFFD.
  func string(at node: Int) -> [UInt8] {
    let node = nodes[node]
    let text = text
    let span = text.span
    var result: [UInt8] = []
    result.reserveCapacity(node.end - node.start)
    var index = node.start
    while index < node.end {
      let byte = span[index]
      guard byte == UInt8(ascii: "\\"), index + 1 < node.end else {
        result.append(byte)
        index += 1
        continue
      }
      let escape = span[index + 1]
      index += 2
      switch escape {
      case UInt8(ascii: "b"): result.append(0x08)
      case UInt8(ascii: "f"): result.append(0x0c)
      case UInt8(ascii: "n"): result.append(0x0a)
      case UInt8(ascii: "r"): result.append(0x0d)
      case UInt8(ascii: "t"): result.append(0x09)
      case UInt8(ascii: "u"):
        guard let unit = Self.codeUnit(in: span, at: index) else { break }
        index += 4
        if unit & 0xfc00 == 0xd800, index + 6 <= node.end, span[index] == UInt8(ascii: "\\"),
          let low = Self.codeUnit(in: span, at: index + 2), low & 0xfc00 == 0xdc00
        {
          result.append(utf8Scalar: 0x10000 + ((unit & 0x3ff) &<< 10 | low & 0x3ff))
          index += 6
        } else {
          result.append(utf8Scalar: unit)
        }
      default: result.append(escape)
      }
    }
    return result
  }

  /// Whether the text of a `true`/`false` node is `true`.
  func isTrue(_ node: Int) -> Bool { text[nodes[node].start] == UInt8(ascii: "t") }

  /// Line and column of a byte, counted from 1; the column counts bytes.
  static func position(of offset: Int, in text: [UInt8]) -> (line: Int, column: Int) {
    var line = 1
    var lineStart = 0
    for index in 0..<min(offset, text.count) where text[index] == 0x0a {
      line += 1
      lineStart = index + 1
    }
    return (line, offset - lineStart + 1)
  }
}
