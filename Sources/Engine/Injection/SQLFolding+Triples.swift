extension SQLFolding {
  /// Applies the first rule that fits the three tokens past the ones done; says whether one did.
  mutating func foldTriple() -> Bool {
    let types = (tokens[done].type, tokens[done + 1].type, tokens[done + 2].type)
    let isSigned = tokens[done + 1].isUnaryOperator
    switch types {
    case (.number, .operator, .number), (.logicOperator, _, .logicOperator):
      return keepFirst()
    case (.operator, _, .operator) where types.1 != .leftParenthesis:
      return keepFirst()
    case (.variable, .operator, .variable), (.variable, .operator, .number), (.variable, .operator, .bareword),
      (.bareword, .operator, .number), (.bareword, .operator, .bareword), (.number, .operator, .bareword):
      return keepFirst()
    case (_, .operator, .sqlType) where types.0.isValue && tokens[done + 1].text.equals("::"):
      return keepFirst()
    case (_, .comma, _) where types.0.isValue && types.2.isValue:
      return keepFirst()
    case (.expression, _, .leftParenthesis) where isSigned, (.group, _, .leftParenthesis) where isSigned,
      (.comma, _, .leftParenthesis) where isSigned:
      return dropMiddle()
    case (.keyword, _, _) where isSigned && types.2.isOperand, (.expression, _, _) where isSigned && types.2.isOperand,
      (.group, _, _) where isSigned && types.2.isOperand:
      return dropMiddle()
    case (.comma, _, _) where isSigned && types.2.isOperand:
      return dropMiddleAfterComma(before: types.2)
    case (.bareword, .dot, .bareword):
      return keepFirst()
    case (.expression, .dot, .bareword):
      return dropMiddle()
    case (.function, .leftParenthesis, _) where types.2 != .rightParenthesis:
      // `USER(` with an argument is not the function that tells the user's name.
      if tokens[done].text.equals("USER") { tokens[done].type = .bareword }
    default: break
    }
    return false
  }

  private mutating func keepFirst() -> Bool {
    held -= 2
    done = 0
    return true
  }

  private mutating func dropMiddle() -> Bool {
    tokens[done + 1] = tokens[done + 2]
    held -= 1
    done = 0
    return true
  }

  /// `,-1`: the comma may belong to a list that folds now.
  private mutating func dropMiddleAfterComma(before type: SQLTokenType) -> Bool {
    tokens[done + 1] = tokens[done + 2]
    if type == .function {
      held -= 1
    } else {
      held -= 3
    }
    done = 0
    return true
  }
}

extension SQLTokenType {
  fileprivate var isOperand: Bool { isValue || self == .function }
}
