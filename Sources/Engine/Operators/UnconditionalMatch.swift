import Bytes

/// `@unconditionalMatch`: matches each value, the empty one included.
final class UnconditionalMatch: Operator, @unchecked Sendable {
  override func matches(_ value: Span<UInt8>, argument: Span<UInt8>, _ captures: inout Captures) -> Bool { true }
}

extension OperatorRow {
  static let unconditionalMatch = OperatorRow("unconditionalMatch") { _, _ in UnconditionalMatch() }
}
