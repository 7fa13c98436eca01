import Bytes

/// What a rule for two tokens did.
enum SQLPairOutcome {
  /// No rule applied, or one that leaves the pair to the rules for three.
  case none
  /// The tokens changed: look at them again.
  case restart
  /// The text is not worth reading on.
  case evil
}

extension SQLFolding {
  /// Applies the first rule that fits the two tokens past the ones done.
  mutating func foldPair() -> SQLPairOutcome {
    let left = tokens[done].type
    let right = tokens[done + 1].type
    switch (left, right) {
    case (.string, .string), (.semicolon, .semicolon):
      dropLast()
      return .restart
    case (.operator, _) where isUnaryOrType(done + 1), (.logicOperator, _) where isUnaryOrType(done + 1):
      dropLast()
      done = 0
      return .restart
    case (.leftParenthesis, _) where tokens[done + 1].isUnaryOperator:
      dropLastAndStepBack()
      return .restart
    default: break
    }
    if merge() { return .restart }
    return foldMeaning(left, right)
  }

  private func isUnaryOrType(_ index: Int) -> Bool {
    tokens[index].type == .sqlType || tokens[index].isUnaryOperator
  }

  /// Joins two words that mean something together.
  private mutating func merge() -> Bool {
    guard tokens[done].type.startsPhrase, tokens[done + 1].type.continuesPhrase else { return false }
    guard tokens[done].text.count + tokens[done + 1].text.count < SQLText.capacity else { return false }
    let text = SQLText(tokens[done].text, tokens[done + 1].text)
    guard let type = SQLWords.type(of: text) else { return false }
    tokens[done].type = type
    tokens[done].text = text
    dropLastAndStepBack()
    return true
  }

  /// The rules in which one token decides what the other one is.
  private mutating func foldMeaning(_ left: SQLTokenType, _ right: SQLTokenType) -> SQLPairOutcome {
    let first = tokens[done].text
    switch (left, right) {
    case (.semicolon, .function) where tokens[done + 1].text.begins(with: "IF"):
      tokens[done + 1].type = .transactSQL
      return .restart
    case (.bareword, .leftParenthesis) where first.namesFunctionWithoutArguments,
      (.variable, .leftParenthesis) where first.namesFunctionWithoutArguments:
      tokens[done].type = .function
      return .restart
    case (.keyword, _) where first.equals("IN") || first.equals("NOT IN"):
      tokens[done].type = right == .leftParenthesis ? .operator : .bareword
      return .restart
    case (.operator, _) where first.equals("LIKE") || first.equals("NOT LIKE"):
      if right == .leftParenthesis { tokens[done].type = .function }
    case (.sqlType, .bareword), (.sqlType, .number), (.sqlType, .sqlType), (.sqlType, .leftParenthesis),
      (.sqlType, .function), (.sqlType, .variable), (.sqlType, .string):
      tokens[done] = tokens[done + 1]
      dropLast()
      done = 0
      return .restart
    case (.collate, .bareword):
      if tokens[done + 1].text.contains(UInt8(ascii: "_")) { tokens[done + 1].type = .sqlType }
    case (.backslash, _):
      if tokens[done + 1].isArithmeticOperator {
        tokens[done].type = .number
      } else {
        tokens[done] = tokens[done + 1]
        dropLast()
      }
      done = 0
      return .restart
    case (.leftParenthesis, .leftParenthesis), (.rightParenthesis, .rightParenthesis):
      dropLast()
      done = 0
      return .restart
    case (.leftBrace, .bareword):
      // ODBC's `{name expression}`; MySQL takes an empty name, `{``.``.id}`, which nobody writes in earnest.
      if tokens[done + 1].text.count == 0 {
        tokens[done + 1].type = .evil
        return .evil
      }
      held -= 2
      done = 0
      return .restart
    case (_, .rightBrace):
      dropLast()
      done = 0
      return .restart
    default: break
    }
    return .none
  }
}

extension SQLTokenType {
  /// Can be the first word of a phrase.
  fileprivate var startsPhrase: Bool {
    switch self {
    case .keyword, .bareword, .operator, .union, .function, .expression, .transactSQL, .sqlType: true
    default: false
    }
  }

  /// Can be a further word of a phrase.
  fileprivate var continuesPhrase: Bool { startsPhrase || self == .logicOperator }
}

extension SQLText {
  /// Whether the text is a name that is a function only if `(` follows.
  fileprivate var namesFunctionWithoutArguments: Bool {
    equals("USER_ID") || equals("USER_NAME") || equals("DATABASE") || equals("PASSWORD") || equals("USER")
      || equals("CURRENT_USER") || equals("CURRENT_DATE") || equals("CURRENT_TIME") || equals("CURRENT_TIMESTAMP")
      || equals("LOCALTIME") || equals("LOCALTIMESTAMP")
  }

  fileprivate func contains(_ byte: UInt8) -> Bool {
    for index in 0..<count where self[index] == byte { return true }
    return false
  }
}
