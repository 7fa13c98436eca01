/// Everything that can be wrong with rules; each is a row of `diagnosticTable`, in this order.
public enum DiagnosticID: UInt8, CaseIterable, Sendable {
  // Text
  /// A quote without its partner.
  case unterminatedQuote
  /// `"id:7,deny` at the end of a rule, which the reference engines read.
  case quoteClosedByLineEnd
  /// `"a"b`.
  case textAfterQuote
  /// `'id:1,deny'` as an argument of a rule, or with the quotes of a word processor.
  case singleQuotedArgument
  /// `SecRule ARGS @rx a "id:7"`.
  case unquotedOperator
  /// `SecRuleEngine On # why`.
  case commentAfterDirective
  /// A backslash at the end of the last line.
  case unterminatedContinuation
  /// A data block without its end.
  case unterminatedBlock
  /// More text than offsets can name.
  case sourceTooLarge
  /// An `Include` of a plain name nobody knows.
  case includeNotFound
  /// `Include rules/*.conf` where there is no such file.
  case includeMatchesNothing
  /// An `Include` of a source that is being read.
  case includeCycle
  /// More levels of `Include` than are allowed.
  case includeTooDeep
  /// More included sources than are allowed.
  case tooManyIncludes

  // Directives
  /// `SecRul`.
  case unknownDirective
  /// A directive, an action or an operator without what it is about.
  case missingArgument
  /// One argument too many.
  case unexpectedArgument
  /// Any argument that cannot be used; the sentence is the caller's.
  case badArgument
  /// A number too small or too large.
  case limitOutOfRange
  /// A directive that needs files, processes or a peer's internals.
  case directiveIgnored
  /// A directive that would be unsafe to ignore.
  case directiveNotSupported
  /// Two `SecDefaultAction` for one phase.
  case defaultActionRepeated
  /// A `SecDefaultAction` without phase or disruptive action.
  case defaultActionIncomplete
  /// `SecDefaultAction` with an id, a message, a chain.
  case actionNotAllowedInDefault
  /// A `skipAfter` that leads nowhere.
  case unknownMarker
  /// `SecRuleUpdate…` or `SecRuleRemove…` of rules that do not exist.
  case nothingToUpdate
  /// Two `SecDataset` of one name.
  case datasetRepeated

  // Variables
  /// `SecRule "" …`.
  case emptyVariableList
  /// `ARGS||TX`, `ARGS|`, `&`.
  case emptyVariable
  /// `ARGS:`.
  case emptySelector
  /// `ARGS:/a`.
  case unterminatedRegexKey
  /// `ARGS:'a'b`.
  case textAfterVariable
  /// `AGRS`.
  case unknownVariable
  /// A variable nothing fills.
  case variableIgnored
  /// A variable whose absence would be unsafe.
  case variableNotSupported
  /// `REQUEST_URI:a`.
  case unexpectedSelector
  /// `!&ARGS`.
  case countOfExclusion
  /// `SecRule !ARGS:a …`.
  case onlyExclusions

  // Operators
  /// `SecRule ARGS`.
  case missingOperator
  /// `"@ x"`.
  case missingOperatorName
  /// `@contians`.
  case unknownOperator
  /// Any operator argument that cannot be used; the sentence is the operator's.
  case badOperatorArgument
  /// A regex that does not compile.
  case badPattern
  /// A file or dataset nobody supplied.
  case missingData
  /// An operator that would be unsafe to ignore.
  case operatorNotSupported
  /// An operator that asks the outside world.
  case operatorNeverMatches

  // Actions
  /// `:1`.
  case missingActionName
  /// `deny status:403`.
  case missingComma
  /// `dney`.
  case unknownAction
  /// `t:lowcase`.
  case unknownTransformation
  /// `ctl:ruleEnigne=Off`.
  case unknownControl
  /// An action that needs files or processes.
  case actionIgnored
  /// An action that would be unsafe to ignore.
  case actionNotSupported
  /// `severity:1,severity:2`.
  case actionRepeated
  /// Any action argument that cannot be used; the sentence is the action's.
  case badActionArgument
  /// A rule that starts a chain or stands alone, without `id`.
  case missingID
  /// `id:0`, `id:x`, or beyond the range.
  case invalidID
  /// Two rules of one id.
  case duplicateID
  /// `phase:6`.
  case invalidPhase
  /// `severity:BAD`.
  case invalidSeverity
  /// `status:9999`.
  case invalidStatus
  /// `chain` on the last rule.
  case chainWithoutSuccessor
  /// `deny` on a chained rule.
  case disruptiveInChain
  /// `%{TX.a`.
  case badMacro
  /// `%{tx.%{tx.a}}`.
  case nestedMacro
  /// `%{AGRS.a}`.
  case unknownMacroVariable
  /// A count over its limit.
  case tooManyRules
  /// A rule with errors under `SecIgnoreRuleCompilationErrors On`.
  case ruleLeftOut

  /// The row that says how the finding reads.
  public var row: DiagnosticRow { diagnosticTable[Int(rawValue)] }
}
