import Bytes
import LiteralSearch

/// `@within text`: the value occurs in the text. `ET` is within `GET POST`, and so is the empty value.
final class Within: Operator, @unchecked Sendable {
  /// Comparisons up to which looking at each place is cheaper than preparing a search.
  private static let directComparisons = 65_536

  override func matches(_ value: Span<UInt8>, argument: Span<UInt8>, _ captures: inout Captures) -> Bool {
    if value.isEmpty { return true }
    guard value.count <= argument.count else { return false }
    let (comparisons, isTooLarge) = value.count.multipliedReportingOverflow(by: argument.count)
    if isTooLarge || comparisons > Self.directComparisons {
      // Value and expansion may both come from the client: place by place would be quadratic in their lengths.
      return LiteralFinder([UInt8](value)).firstIndex(in: argument) != nil
    }
    for start in 0...(argument.count - value.count) where argument[start] == value[0] {
      if argument.extracting(start..<(start + value.count)).isEqual(to: value) { return true }
    }
    return false
  }
}

extension OperatorRow {
  static let within = OperatorRow("within", expandsMacros: true) { _, _ in Within() }
}
