/// Holds what came of a request against what a stage expects, as go-ftw does.
struct ExpectationCheck {
  let exchange: Exchange

  /// What is not as expected, one sentence each.
  func problems(_ expected: FTWOutput) throws -> [String] {
    var problems: [String] = []
    let failed = exchange.status == nil
    if let expectsError = expected.expectsError, expectsError != failed {
      problems.append(expectsError ? "expected the exchange to fail" : "expected an answer")
    }
    // An exchange that was to fail has nothing more to be looked at.
    if expected.expectsError == true && failed { return [] }
    if !expected.statuses.isEmpty && !expected.statuses.contains(exchange.status ?? 0) {
      problems.append("expected status \(list(expected.statuses)), got \(exchange.status.map { "\($0)" } ?? "none")")
    }
    let missing = expected.expectedIDs.filter { !exchange.ids.contains($0) }
    if !missing.isEmpty { problems.append("expected \(list(missing)) to be logged") }
    let extra = expected.forbiddenIDs.filter { exchange.ids.contains($0) }
    if !extra.isEmpty { problems.append("expected \(list(extra)) not to be logged") }
    if let pattern = expected.expectedPattern, try !logMatches(pattern) {
      problems.append("expected the log to match '\(pattern)'")
    }
    if let pattern = expected.forbiddenPattern, try logMatches(pattern) {
      problems.append("expected the log not to match '\(pattern)'")
    }
    return problems
  }

  private func logMatches(_ pattern: String) throws -> Bool {
    let regex = try Regex(pattern)
    return exchange.log.contains { $0.contains(regex) }
  }

  private func list(_ numbers: [some BinaryInteger]) -> String {
    numbers.map { "\($0)" }.joined(separator: ", ")
  }
}
