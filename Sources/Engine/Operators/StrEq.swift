import Bytes

/// `@streq text`: the value is the text, byte for byte.
final class StrEq: TextOperator, @unchecked Sendable {
  override func matches(_ value: Span<UInt8>, argument: Span<UInt8>, _ captures: inout Captures) -> Bool {
    value.isEqual(to: argument)
  }
}

extension OperatorRow {
  static let streq = OperatorRow("streq", expandsMacros: true) { argument, _ in StrEq(argument) }
}
