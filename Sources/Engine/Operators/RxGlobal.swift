import Bytes
import LinearRegex
import LiteralSearch

/// `@rxGlobal pattern`: as `@rx`, but the groups of every match are captured, one match's numbers after the other's,
/// until the ten captures are used up.
final class RxGlobal: Operator, @unchecked Sendable {
  private let pattern: Pattern

  init(_ argument: Span<UInt8>, _ resources: OperatorResources) throws(OperatorProblem) {
    pattern = try resources.pattern(argument)
  }

  override var requirement: MatchRequirement { pattern.requirement }

  override func matches(_ value: Span<UInt8>, argument: Span<UInt8>, _ captures: inout Captures) -> Bool {
    let outcome = pattern.search(value, from: 0, &captures.offsets)
    captures.limitWasExceeded = outcome == .limitExceeded
    guard outcome == .match else { return false }
    if captures.isWanted { captureAll(value, &captures) }
    return true
  }

  /// Captures the match that was just found and those behind it.
  private func captureAll(_ value: Span<UInt8>, _ captures: inout Captures) {
    while let match = captures.matchedRange(0) {
      captures.appendGroups(pattern.groupCount)
      // A match of nothing would be found again where it ended.
      let next = match.isEmpty ? match.upperBound + 1 : match.upperBound
      guard captures.groups.count < Captures.limit, next <= value.count else { return }
      let outcome = pattern.search(value, from: next, &captures.offsets)
      if outcome == .limitExceeded { captures.limitWasExceeded = true }
      guard outcome == .match else { return }
    }
  }
}

extension OperatorRow {
  static let rxGlobal = OperatorRow("rxGlobal") { argument, resources throws(OperatorProblem) in
    try RxGlobal(argument, resources)
  }
}
