import Bytes

/// `@beginsWith text`: the value begins with the text, bytes as they are.
final class BeginsWith: TextOperator, @unchecked Sendable {
  override func matches(_ value: Span<UInt8>, argument: Span<UInt8>, _ captures: inout Captures) -> Bool {
    value.hasPrefix(argument)
  }
}

extension OperatorRow {
  static let beginsWith = OperatorRow("beginsWith", expandsMacros: true) { argument, _ in BeginsWith(argument) }
}
