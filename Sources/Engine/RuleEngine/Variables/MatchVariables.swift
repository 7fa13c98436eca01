import Bytes

// What the rules before this one found or set.
extension VariableRow {
  static let tx = VariableRow(
    "TX", isCollection: true, find: { transaction, key, values in transaction.tx.find(key, &values) },
    fill: { transaction, values in transaction.tx.fill(&values) })

  static let matchedVar = VariableRow("MATCHED_VAR") { transaction, values in
    values.append(Value(transaction.matched.last?.value ?? .empty))
  }

  static let matchedVarName = VariableRow("MATCHED_VAR_NAME") { transaction, values in
    values.append(Value(transaction.matched.last?.name(transaction.arena) ?? .empty))
  }

  static let matchedVars = VariableRow("MATCHED_VARS", isCollection: true) { transaction, values in
    for match in transaction.matched { values.append(match.member(transaction.arena, isName: false)) }
  }

  static let matchedVarsNames = VariableRow("MATCHED_VARS_NAMES", isCollection: true) { transaction, values in
    for match in transaction.matched { values.append(match.member(transaction.arena, isName: true)) }
  }

  /// The smallest severity number of the rules that matched; 255 while none has.
  static let highestSeverity = VariableRow("HIGHEST_SEVERITY") { transaction, values in
    values.append(Value(transaction.decimal(Int(transaction.highestSeverity))))
  }

  /// `RULE:id`, `rev`, `severity`, `logdata`, `msg` of the rule being run.
  static let rule = VariableRow("RULE", isCollection: true) { transaction, values in
    guard let metadata = transaction.currentRule?.metadata else { return }
    func add(_ name: StaticString, _ value: ByteSlice) {
      let key = ByteSlice(name)
      values.append(Value(key: key, keyHash: Selector.Key.hash(key.span), value: value))
    }
    add("id", transaction.decimal(wide: metadata.id))
    add("rev", transaction.arena.copy(metadata.revision))
    if let severity = metadata.severity { add("severity", transaction.decimal(Int(severity))) }
    // Their macros may name RULE again, so only plain text is shown.
    if let text = metadata.message.constant { add("msg", transaction.arena.copy(text)) }
    if let text = metadata.logData.constant { add("logdata", transaction.arena.copy(text)) }
  }

  /// 1 once a pattern's step bound was reached; not set before.
  static func pcreError(_ name: StaticString) -> VariableRow {
    VariableRow(name) { transaction, values in
      if transaction.matchLimitWasExceeded { values.append(Value(ByteSlice("1"))) }
    }
  }
}
