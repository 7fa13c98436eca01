extension OperatorRow {
  /// `@strmatch text`: what `@contains` does, under the name ModSecurity gave its precompiled form.
  static let strmatch = OperatorRow("strmatch", expandsMacros: true) { argument, _ in Contains(argument) }
}
