import Bytes
import Injection
import LiteralSearch

/// `@detectXSS`: a browser would run script found in the value; TX.0 is the whole value.
final class DetectXSS: Operator, @unchecked Sendable {
  /// A tag, a comment or a declaration begins with `<`; an attribute does harm through the value behind its `=`.
  override var requirement: MatchRequirement { MatchRequirement(byteOf: ByteSet("<=")) }
  override var finding: StaticString? { "detected XSS using libinjection" }

  override func matches(_ value: Span<UInt8>, argument: Span<UInt8>, _ captures: inout Captures) -> Bool {
    guard CrossSiteScripting.detect(value) else { return false }
    if captures.isWanted { captures.append(0..<value.count) }
    return true
  }
}

extension OperatorRow {
  static let detectXSS = OperatorRow("detectXSS") { _, _ in DetectXSS() }
}
