import Bytes

/// `@endsWith text`: the value ends with the text, bytes as they are.
final class EndsWith: TextOperator, @unchecked Sendable {
  override func matches(_ value: Span<UInt8>, argument: Span<UInt8>, _ captures: inout Captures) -> Bool {
    value.hasSuffix(argument)
  }
}

extension OperatorRow {
  static let endsWith = OperatorRow("endsWith", expandsMacros: true) { argument, _ in EndsWith(argument) }
}
