import Bytes

/// What a piece of SQL text is, named by the character that stands for it in a fingerprint.
package struct SQLTokenType: Equatable, Sendable {
  package let character: UInt8
  package init(character: UInt8) { self.character = character }

  package static var none: Self { Self(character: 0) }
  package static var keyword: Self { Self(character: UInt8(ascii: "k")) }
  package static var union: Self { Self(character: UInt8(ascii: "U")) }
  package static var group: Self { Self(character: UInt8(ascii: "B")) }
  /// `SELECT` and the other words that begin a statement.
  package static var expression: Self { Self(character: UInt8(ascii: "E")) }
  /// The name of a column type.
  package static var sqlType: Self { Self(character: UInt8(ascii: "t")) }
  package static var function: Self { Self(character: UInt8(ascii: "f")) }
  package static var bareword: Self { Self(character: UInt8(ascii: "n")) }
  package static var number: Self { Self(character: UInt8(ascii: "1")) }
  package static var variable: Self { Self(character: UInt8(ascii: "v")) }
  package static var string: Self { Self(character: UInt8(ascii: "s")) }
  package static var `operator`: Self { Self(character: UInt8(ascii: "o")) }
  package static var logicOperator: Self { Self(character: UInt8(ascii: "&")) }
  package static var comment: Self { Self(character: UInt8(ascii: "c")) }
  package static var collate: Self { Self(character: UInt8(ascii: "A")) }
  package static var leftParenthesis: Self { Self(character: UInt8(ascii: "(")) }
  package static var rightParenthesis: Self { Self(character: UInt8(ascii: ")")) }
  package static var leftBrace: Self { Self(character: UInt8(ascii: "{")) }
  package static var rightBrace: Self { Self(character: UInt8(ascii: "}")) }
  package static var dot: Self { Self(character: UInt8(ascii: ".")) }
  package static var comma: Self { Self(character: UInt8(ascii: ",")) }
  package static var colon: Self { Self(character: UInt8(ascii: ":")) }
  package static var semicolon: Self { Self(character: UInt8(ascii: ";")) }
  /// The first word of a statement of SQL Server's own language.
  package static var transactSQL: Self { Self(character: UInt8(ascii: "T")) }
  package static var backslash: Self { Self(character: UInt8(ascii: "\\")) }
  package static var unknown: Self { Self(character: UInt8(ascii: "?")) }
  /// Text nobody writes but to hide something, such as a comment inside a comment.
  package static var evil: Self { Self(character: UInt8(ascii: "X")) }

  /// A value: number, string, name or variable.
  var isValue: Bool {
    switch self {
    case .number, .string, .bareword, .variable: true
    default: false
    }
  }
}

/// The beginning of a token's text, copied because joined tokens do not stand in the input.
package struct SQLText {
  /// Longer text is cut: the longest phrase that means anything has 29 bytes.
  static var capacity: Int { 31 }

  private var bytes = InlineArray<31, UInt8>(repeating: 0)
  private var length: UInt8 = 0

  init() {}

  init(_ input: Span<UInt8>, _ range: Range<Int>) {
    let count = min(range.count, Self.capacity)
    for index in 0..<count { bytes[index] = input[range.lowerBound + index] }
    length = UInt8(truncatingIfNeeded: count)
  }

  /// `left` and `right` with a blank between; they must fit.
  init(_ left: SQLText, _ right: SQLText) {
    self = left
    append(UInt8(ascii: " "))
    for index in 0..<right.count { append(right[index]) }
  }

  package var count: Int { Int(length) }

  package subscript(index: Int) -> UInt8 { bytes[index] }

  mutating func append(_ byte: UInt8) {
    guard count < Self.capacity else { return }
    bytes[count] = byte
    length += 1
  }

  /// Whether the text is exactly that of `word`, which is in upper case, compared without case.
  func equals(_ word: StaticString) -> Bool {
    count == word.utf8CodeUnitCount && begins(with: word)
  }

  /// Whether the text begins with `word`, which is in upper case, compared without case.
  func begins(with word: StaticString) -> Bool {
    let expected = ByteSlice(word).span
    guard count >= expected.count else { return false }
    for index in 0..<expected.count where bytes[index].uppercasedASCII != expected[index] { return false }
    return true
  }
}

/// One token of SQL text.
package struct SQLToken {
  package var type = SQLTokenType.none
  /// The text without the quotes of a string.
  package var text = SQLText()
  /// The quote a string starts with: 0 for none, or for the quote that stands before the input in a quoted context.
  package var opening: UInt8 = 0
  /// The quote a string ends with, or 0 when the input ends first.
  package var closing: UInt8 = 0
  /// How many `@` stand before a variable.
  package var atSigns: UInt8 = 0

  init() {}

  init(_ type: SQLTokenType, _ input: Span<UInt8>, _ range: Range<Int>) {
    self.type = type
    text = SQLText(input, range)
  }

  /// Whether the token is an operator that can stand before a value alone: its sign, or its negation.
  var isUnaryOperator: Bool {
    guard type == .operator else { return false }
    switch text.count {
    case 1:
      switch text[0] {
      case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "!"), UInt8(ascii: "~"): return true
      default: return false
      }
    case 2: return text.equals("!!")
    default: return text.equals("NOT")
    }
  }

  var isArithmeticOperator: Bool {
    guard type == .operator, text.count == 1 else { return false }
    switch text[0] {
    case UInt8(ascii: "*"), UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "%"): return true
    default: return false
    }
  }
}
