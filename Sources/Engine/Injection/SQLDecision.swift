import Bytes

/// One reading of the input: its tokens, folded, and what they say.
struct SQLReading: ~Escapable {
  private let input: Span<UInt8>
  private var folding: SQLFolding
  let fingerprint: Fingerprint

  @_lifetime(copy input)
  init(_ input: Span<UInt8>, context: SQLContext, dialect: SQLDialect) {
    self.input = input
    folding = SQLFolding(SQLTokenizer(input, context: context, dialect: dialect))
    let count = folding.run()
    fingerprint = folding.fingerprint(of: count)
  }

  /// Whether the other dialect reads the input differently.
  var isAmbiguous: Bool { folding.tokenizer.isAmbiguous }

  /// Whether the shape is that of an attack and nothing speaks for a harmless text of the same shape.
  var isAttack: Bool { fingerprint.isKnownAttack && !isHarmless }

  private var isHarmless: Bool {
    let count = fingerprint.count
    // SQL Server does not log a statement that has this word in it, which only an attacker wants.
    if count > 1, fingerprint[count - 1] == SQLTokenType.comment.character, input.contains("sp_password") {
      return false
    }
    switch count {
    case 2: return isHarmlessPair
    case 3: return isHarmlessTriple
    default: return false
    }
  }

  private var isHarmlessPair: Bool {
    let first = folding.tokens[0]
    let second = folding.tokens[1]
    if second.type == .union { return folding.tokenizer.tokenCount == 2 }
    guard second.type == .comment, second.text.count > 0 else { return false }
    if second.text[0] == UInt8(ascii: "#") { return true }
    if first.type == .bareword { return second.text[0] != UInt8(ascii: "/") }
    if first.type == .number {
      if second.text[0] == UInt8(ascii: "/") || folding.tokenizer.tokenCount > 2 { return false }
      return !isBrokenOff(at: first.text.count)
    }
    return second.text.count > 2 && second.text[0] == UInt8(ascii: "-")
  }

  /// Whether a number that ends at `index` is followed by what may follow a number in a query.
  private func isBrokenOff(at index: Int) -> Bool {
    guard index < input.count else { return false }
    let byte = input[index]
    // Signed characters again: from 0x80 on they count as controls.
    if byte <= 0x20 || byte >= 0x80 { return true }
    guard index + 1 < input.count else { return false }
    return (byte == UInt8(ascii: "/") && input[index + 1] == UInt8(ascii: "*"))
      || (byte == UInt8(ascii: "-") && input[index + 1] == UInt8(ascii: "-"))
  }

  private var isHarmlessTriple: Bool {
    let first = folding.tokens[0]
    let middle = folding.tokens[1]
    let last = folding.tokens[2]
    switch (first.type, middle.type, last.type) {
    case (.string, .operator, .string), (.string, .logicOperator, .string):
      // …' or '… breaks out of a quote and back into the same one; "a" or "b" is text.
      return !(first.opening == 0 && last.closing == 0 && first.closing == last.opening)
    case (.string, .logicOperator, .bareword), (.bareword, .logicOperator, .number),
      (.number, .logicOperator, .number), (.number, .logicOperator, .variable),
      (.number, .logicOperator, .string):
      return folding.tokenizer.tokenCount == 3
    case (_, .keyword, _):
      return !(middle.text.count >= 5 && middle.text.begins(with: "INTO"))
    default: return false
    }
  }
}

extension SQLFolding {
  /// The types of the first `count` tokens.
  package func fingerprint(of count: Int) -> Fingerprint {
    var packed: UInt64 = 0
    for index in 0..<count {
      var type = tokens[index].type
      if type == .evil { return Fingerprint(packed: UInt64(type.character)) }
      if index == count - 1, count > 2, tokens[index].isEmptyOpenTick { type = .comment }
      packed |= UInt64(type.character) << UInt64(index * 8)
    }
    return Fingerprint(packed: packed)
  }
}

extension SQLToken {
  /// MySQL takes a tick that never closes at the end of a query for a comment.
  fileprivate var isEmptyOpenTick: Bool {
    type == .bareword && opening == UInt8(ascii: "`") && closing == 0 && text.count == 0
  }
}

extension Span where Element == UInt8 {
  /// Whether `text`, whose first byte does not occur in it again, stands anywhere in the bytes.
  fileprivate func contains(_ text: StaticString) -> Bool {
    let needle = ByteSlice(text).span
    var start = 0
    while let found = firstIndex(of: needle[0], from: start), found + needle.count <= count {
      if extracting(found..<found + needle.count).isEqual(to: needle) { return true }
      start = found + 1
    }
    return false
  }
}
