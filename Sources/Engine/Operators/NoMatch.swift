extension OperatorRow {
  /// `@noMatch`: matches nothing, which is what a plain `Operator` does.
  static let noMatch = OperatorRow("noMatch") { _, _ in Operator() }
}
