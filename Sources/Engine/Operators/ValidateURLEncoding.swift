import Bytes
import LiteralSearch

/// `@validateUrlEncoding`: matches a value with a `%` that two hex digits do not follow.
final class ValidateURLEncoding: Operator, @unchecked Sendable {
  override var requirement: MatchRequirement { MatchRequirement(byteOf: ByteSet("%")) }

  override func matches(_ value: Span<UInt8>, argument: Span<UInt8>, _ captures: inout Captures) -> Bool {
    var index = 0
    while let percent = value.firstIndex(of: UInt8(ascii: "%"), from: index) {
      if value.hexByte(at: percent + 1) == nil { return true }
      index = percent + 3
    }
    return false
  }
}

extension OperatorRow {
  static let validateUrlEncoding = OperatorRow("validateUrlEncoding") { _, _ in ValidateURLEncoding() }
}
