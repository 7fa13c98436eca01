import Bytes

/// `@eq`, `@ge`, `@gt`, `@le`, `@lt`: the number at the value's front against the one at the argument's.
///
/// Numbers are read as C's `atoll` reads them: `" 5"` and `5abc` are 5, `abc` and nothing are 0, and what does not fit
/// 64 bits is the nearest that does.
final class NumberComparison: Operator, @unchecked Sendable {
  enum Relation { case equal, greaterOrEqual, greater, lessOrEqual, less }
  private let relation: Relation

  init(_ relation: Relation) { self.relation = relation }

  override func matches(_ value: Span<UInt8>, argument: Span<UInt8>, _ captures: inout Captures) -> Bool {
    let left = value.leadingInteger
    let right = argument.leadingInteger
    switch relation {
    case .equal: return left == right
    case .greaterOrEqual: return left >= right
    case .greater: return left > right
    case .lessOrEqual: return left <= right
    case .less: return left < right
    }
  }
}

extension OperatorRow {
  static let eq = OperatorRow("eq", expandsMacros: true) { _, _ in NumberComparison(.equal) }
  static let ge = OperatorRow("ge", expandsMacros: true) { _, _ in NumberComparison(.greaterOrEqual) }
  static let gt = OperatorRow("gt", expandsMacros: true) { _, _ in NumberComparison(.greater) }
  static let le = OperatorRow("le", expandsMacros: true) { _, _ in NumberComparison(.lessOrEqual) }
  static let lt = OperatorRow("lt", expandsMacros: true) { _, _ in NumberComparison(.less) }
}
