import Bytes
import LiteralSearch

/// `@validateUtf8Encoding`: matches a value that is not well-formed UTF-8.
///
/// Overlong forms, surrogates, code points above U+10FFFF, stray continuation bytes and cut sequences are malformed.
/// Source: RFC 3629.
final class ValidateUTF8Encoding: Operator, @unchecked Sendable {
  override var requirement: MatchRequirement { MatchRequirement(byteOf: ByteSet(0x80...0xff)) }

  override func matches(_ value: Span<UInt8>, argument: Span<UInt8>, _ captures: inout Captures) -> Bool {
    var index = 0
    while index < value.count {
      let length = value.utf8SequenceLength(at: index)
      if length == 0 { return true }
      index += length
    }
    return false
  }
}

extension OperatorRow {
  static let validateUtf8Encoding = OperatorRow("validateUtf8Encoding") { _, _ in ValidateUTF8Encoding() }
}
