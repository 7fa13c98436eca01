import Bytes

/// How one number must stand to another.
public enum NumberRelation: Sendable {
  case equal, greaterOrEqual, greater, lessOrEqual, less

  public func holds(_ left: Int64, _ right: Int64) -> Bool {
    switch self {
    case .equal: left == right
    case .greaterOrEqual: left >= right
    case .greater: left > right
    case .lessOrEqual: left <= right
    case .less: left < right
    }
  }
}

/// `@eq`, `@ge`, `@gt`, `@le`, `@lt`: the number at the value's front against the one at the argument's.
///
/// Numbers are read as C's `atoll` reads them: `" 5"` and `5abc` are 5, `abc` and nothing are 0, and what does not fit
/// 64 bits is the nearest that does.
final class NumberComparison: Operator, @unchecked Sendable {
  private let kind: NumberRelation

  init(_ relation: NumberRelation) { kind = relation }

  override var relation: NumberRelation? { kind }

  override func matches(_ value: Span<UInt8>, argument: Span<UInt8>, _ captures: inout Captures) -> Bool {
    kind.holds(value.leadingInteger, argument.leadingInteger)
  }
}

extension OperatorRow {
  static let eq = OperatorRow("eq", expandsMacros: true) { _, _ in NumberComparison(.equal) }
  static let ge = OperatorRow("ge", expandsMacros: true) { _, _ in NumberComparison(.greaterOrEqual) }
  static let gt = OperatorRow("gt", expandsMacros: true) { _, _ in NumberComparison(.greater) }
  static let le = OperatorRow("le", expandsMacros: true) { _, _ in NumberComparison(.lessOrEqual) }
  static let lt = OperatorRow("lt", expandsMacros: true) { _, _ in NumberComparison(.less) }
}
