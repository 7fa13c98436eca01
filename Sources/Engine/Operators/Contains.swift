import Bytes
import LiteralSearch

/// `@contains text`: the text occurs in the value, bytes as they are. The empty text occurs everywhere.
final class Contains: SearchingOperator, @unchecked Sendable {
  override func matches(_ value: Span<UInt8>, argument: Span<UInt8>, _ captures: inout Captures) -> Bool {
    prepare(argument)
    return text.isEmpty || finder.firstIndex(in: value) != nil
  }
}

extension OperatorRow {
  static let contains = OperatorRow("contains", expandsMacros: true) { argument, _ in Contains(argument) }
}
