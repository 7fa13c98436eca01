import Bytes
import Injection
import LiteralSearch

/// `@detectSQLi`: the value has the token shape of a SQL injection; TX.0 is its fingerprint.
final class DetectSQLi: Operator, @unchecked Sendable {
  override var requirement: MatchRequirement { .notEmpty }
  // The words of the reference engine, which log readers and tests of other products look for.
  override var finding: StaticString? { "detected SQLi using libinjection" }

  override func matches(_ value: Span<UInt8>, argument: Span<UInt8>, _ captures: inout Captures) -> Bool {
    guard let fingerprint = SQLInjection.detect(value) else { return false }
    if captures.isWanted { captures.append(text: fingerprint) }
    return true
  }
}

extension Captures {
  /// Adds the fingerprint's text as the next capture.
  fileprivate mutating func append(text fingerprint: Fingerprint) {
    var packed = fingerprint.packed.littleEndian
    withUnsafeBytes(of: &packed) { bytes in
      append(text: ByteSlice(start: bytes.bindMemory(to: UInt8.self).baseAddress, count: fingerprint.count).span)
    }
  }
}

extension OperatorRow {
  static let detectSQLi = OperatorRow("detectSQLi") { _, _ in DetectSQLi() }
}
