import Bytes

extension SQLTokenizer {
  /// A word: a name, a keyword, or a keyword followed by `.` or a tick.
  mutating func word() -> SQLToken {
    let start = position
    var end = start
    while end < input.count, !input[end].endsWord {
      let byte = input[end]
      if byte == UInt8(ascii: ".") || byte == UInt8(ascii: "`"), end - start < SQLText.capacity,
        let type = SQLWords.type(of: SQLText(input, start..<end)), type != .bareword
      {
        return take(end - start, as: type)
      }
      end += 1
    }
    var token = take(end - start, as: .bareword)
    if end - start <= SQLText.capacity, let type = SQLWords.type(of: token.text) { token.type = type }
    return token
  }

  /// A name in brackets, which are part of its text.
  mutating func bracketed() -> SQLToken {
    let end = input.firstIndex(of: UInt8(ascii: "]"), from: position)
    return take((end ?? input.count - 1) + 1 - position, as: .bareword)
  }

  /// `@name`, `@@name`, or `@` with a quoted name; the name may be missing.
  mutating func variable() -> SQLToken {
    var atSigns: UInt8 = 1
    position += 1
    if peek(0) == UInt8(ascii: "@") {
      atSigns = 2
      position += 1
    }
    var token: SQLToken
    if let quote = peek(0), quote == UInt8(ascii: "`") || quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") {
      token = quoted(by: quote, from: position + 1, opening: quote, type: .variable)
    } else {
      var end = position
      while end < input.count, !input[end].endsVariable { end += 1 }
      token = take(end - position, as: .variable)
    }
    token.atSigns = atSigns
    return token
  }
}

extension UInt8 {
  /// Ends a word.
  fileprivate var endsWord: Bool {
    switch self {
    case UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "\""), 0xa0: true
    case UInt8(ascii: "`"): false
    default: endsVariable
    }
  }

  /// Ends the name of a variable.
  fileprivate var endsVariable: Bool {
    switch self {
    case 0, 0x09...0x0d, 0x20, UInt8(ascii: "!"), UInt8(ascii: "\""), UInt8(ascii: "#"), UInt8(ascii: "%"),
      UInt8(ascii: "&"), UInt8(ascii: "'"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "*"),
      UInt8(ascii: "+"), UInt8(ascii: ","), UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: ":"),
      UInt8(ascii: ";"), UInt8(ascii: "<"), UInt8(ascii: "="), UInt8(ascii: ">"), UInt8(ascii: "?"),
      UInt8(ascii: "@"), UInt8(ascii: "\\"), UInt8(ascii: "^"), UInt8(ascii: "`"), UInt8(ascii: "|"),
      UInt8(ascii: "~"):
      true
    default: false
    }
  }
}
