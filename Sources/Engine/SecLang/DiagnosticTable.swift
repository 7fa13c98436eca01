/// How one kind of finding reads.
public struct DiagnosticRow: Sendable {
  public let id: DiagnosticID
  /// The name people search for: `unknown-operator`.
  public let slug: StaticString
  public let severity: Severity
  /// What is wrong; `%` stands for `Diagnostic.found`.
  public let sentence: StaticString

  /// Always inlined: so the table is data of the module, which costs neither code nor time to fill.
  @inline(__always)
  init(_ id: DiagnosticID, _ severity: Severity, _ slug: StaticString, _ sentence: StaticString) {
    self.id = id
    self.slug = slug
    self.severity = severity
    self.sentence = sentence
  }
}

/// Every kind of finding, in the order of `DiagnosticID`.
public let diagnosticTable: [DiagnosticRow] = [
  DiagnosticRow(.unterminatedQuote, .error, "unterminated-quote", "the quote is not closed on its line"),
  DiagnosticRow(
    .quoteClosedByLineEnd, .warning, "quote-closed-by-line-end", "the quote is not closed; it ends with the line"),
  DiagnosticRow(
    .textAfterQuote, .error, "text-after-quote",
    "'%' stands right after a closing quote; a quote inside needs a backslash"),
  DiagnosticRow(.singleQuotedArgument, .error, "single-quoted-argument", "the argument is quoted with % instead of \""),
  DiagnosticRow(
    .unquotedOperator, .error, "unquoted-operator", "an operator with its argument needs quotes round both"),
  DiagnosticRow(
    .commentAfterDirective, .error, "comment-after-directive", "a comment needs a line of its own"),
  DiagnosticRow(.unterminatedContinuation, .warning, "unterminated-continuation", "the text ends in a continuation"),
  DiagnosticRow(.unterminatedBlock, .error, "unterminated-block", "the backtick is not closed"),
  DiagnosticRow(.sourceTooLarge, .error, "source-too-large", "the text is larger than 2 GiB"),
  DiagnosticRow(.includeNotFound, .error, "include-not-found", "there is no file '%' to include"),
  DiagnosticRow(
    .includeMatchesNothing, .warning, "include-matches-nothing", "no file is called like '%': nothing is included"),
  DiagnosticRow(.includeCycle, .error, "include-cycle", "'%' includes itself"),
  DiagnosticRow(.includeTooDeep, .error, "include-too-deep", "'%' is nested too deep in includes"),
  DiagnosticRow(.tooManyIncludes, .error, "too-many-includes", "'%' is one included file too many"),
  DiagnosticRow(.unknownDirective, .error, "unknown-directive", "there is no directive '%'"),
  DiagnosticRow(.missingArgument, .error, "missing-argument", "'%' needs an argument"),
  DiagnosticRow(.unexpectedArgument, .error, "unexpected-argument", "'%' is more than this directive takes"),
  DiagnosticRow(.badArgument, .error, "bad-argument", "%"),
  DiagnosticRow(.limitOutOfRange, .error, "limit-out-of-range", "% is outside the range of this limit"),
  DiagnosticRow(.directiveIgnored, .warning, "directive-ignored", "'%' has no effect here"),
  DiagnosticRow(.directiveNotSupported, .error, "directive-not-supported", "'%' is not supported"),
  DiagnosticRow(
    .defaultActionRepeated, .error, "default-action-repeated",
    "there is a default action for phase % already"),
  DiagnosticRow(.defaultActionIncomplete, .error, "default-action-incomplete", "the default action needs a %"),
  DiagnosticRow(.actionNotAllowedInDefault, .error, "action-not-allowed-in-default", "'%' cannot be a default action"),
  DiagnosticRow(.unknownMarker, .warning, "unknown-marker", "there is no marker '%' after this rule"),
  DiagnosticRow(.nothingToUpdate, .warning, "nothing-to-update", "there is no rule '%' to change or remove"),
  DiagnosticRow(.datasetRepeated, .error, "dataset-repeated", "there is a dataset '%' already"),
  DiagnosticRow(.emptyVariableList, .error, "empty-variable-list", "the rule has no variable"),
  DiagnosticRow(.emptyVariable, .error, "empty-variable", "a variable is missing"),
  DiagnosticRow(.emptySelector, .error, "empty-selector", "the key after '%' is missing"),
  DiagnosticRow(.unterminatedRegexKey, .error, "unterminated-regex-key", "the key '%' has no closing slash"),
  DiagnosticRow(.textAfterVariable, .error, "text-after-variable", "'%' stands between a variable and the next"),
  DiagnosticRow(.unknownVariable, .error, "unknown-variable", "there is no variable '%'"),
  DiagnosticRow(.variableIgnored, .warning, "variable-ignored", "'%' is always empty here"),
  DiagnosticRow(.variableNotSupported, .error, "variable-not-supported", "the variable '%' is not supported"),
  DiagnosticRow(.unexpectedSelector, .error, "unexpected-selector", "'%' has no keys"),
  DiagnosticRow(.countOfExclusion, .error, "count-of-exclusion", "a variable cannot be counted and excluded at once"),
  DiagnosticRow(.onlyExclusions, .error, "only-exclusions", "every variable of the rule is excluded"),
  DiagnosticRow(.missingOperator, .error, "missing-operator", "the rule has no operator"),
  DiagnosticRow(.missingOperatorName, .error, "missing-operator-name", "no operator name follows '@'"),
  DiagnosticRow(.unknownOperator, .error, "unknown-operator", "there is no operator '@%'"),
  DiagnosticRow(.badOperatorArgument, .error, "bad-operator-argument", "%"),
  DiagnosticRow(.badPattern, .error, "bad-pattern", "the pattern cannot be used: %"),
  DiagnosticRow(.missingData, .error, "missing-data", "%"),
  DiagnosticRow(.operatorNotSupported, .error, "operator-not-supported", "%"),
  DiagnosticRow(.operatorNeverMatches, .warning, "operator-never-matches", "the operator '@%' never matches here"),
  DiagnosticRow(.missingActionName, .error, "missing-action-name", "an action has no name"),
  DiagnosticRow(.missingComma, .error, "missing-comma", "a comma is missing in '%'"),
  DiagnosticRow(.unknownAction, .error, "unknown-action", "there is no action '%'"),
  DiagnosticRow(.unknownTransformation, .error, "unknown-transformation", "there is no transformation '%'"),
  DiagnosticRow(.unknownControl, .error, "unknown-control", "there is no control '%'"),
  DiagnosticRow(.actionIgnored, .warning, "action-ignored", "the action '%' has no effect here"),
  DiagnosticRow(.actionNotSupported, .error, "action-not-supported", "the action '%' is not supported"),
  DiagnosticRow(.actionRepeated, .warning, "action-repeated", "the action '%' replaces an earlier one"),
  DiagnosticRow(.badActionArgument, .error, "bad-action-argument", "%"),
  DiagnosticRow(.missingID, .error, "missing-id", "the rule has no id; each needs its own, as in id:1000"),
  DiagnosticRow(.invalidID, .error, "invalid-id", "'%' is not a rule id; write a number from 1 on"),
  DiagnosticRow(.duplicateID, .error, "duplicate-id", "there is a rule % already; each needs its own id"),
  DiagnosticRow(
    .invalidPhase, .error, "invalid-phase", "'%' is not a phase; write 1 to 5, request, response or logging"),
  DiagnosticRow(
    .invalidSeverity, .error, "invalid-severity", "'%' is not a severity; write 0 to 7 or its name, as in CRITICAL"),
  DiagnosticRow(.invalidStatus, .error, "invalid-status", "'%' is not a status; write a number from 100 to 599"),
  DiagnosticRow(.chainWithoutSuccessor, .error, "chain-without-successor", "no rule follows to end the chain"),
  DiagnosticRow(.disruptiveInChain, .error, "disruptive-in-chain", "'%' belongs on the first rule of the chain"),
  DiagnosticRow(.badMacro, .error, "bad-macro", "the macro '%' cannot be read"),
  DiagnosticRow(
    .nestedMacro, .error, "nested-macro",
    "'%' stands inside a macro; write the name out, or test TX:/pattern/ and use MATCHED_VAR"),
  DiagnosticRow(.unknownMacroVariable, .error, "unknown-macro-variable", "there is no variable '%' for a macro"),
  DiagnosticRow(.tooManyRules, .error, "too-many-rules", "% is more than a program can hold"),
  DiagnosticRow(.ruleLeftOut, .warning, "rule-left-out", "the rule is left out: %"),
]
