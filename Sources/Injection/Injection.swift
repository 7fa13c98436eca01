public import Bytes

/// The token types of a SQL injection, at most five; the text libinjection calls a fingerprint.
public struct Fingerprint: Equatable, Sendable {
  /// The type characters, first in the lowest byte; unused bytes are 0.
  public let packed: UInt64
  public init(packed: UInt64) { self.packed = packed }
}

/// SQL injection by token shape.
public enum SQLInjection {
  /// The fingerprint of the SQL injection in `input`, or `nil` when it looks harmless in every context.
  public static func detect(_ input: Span<UInt8>) -> Fingerprint? { nil }
}

/// Cross-site scripting by HTML token shape.
public enum CrossSiteScripting {
  /// Whether a browser would run script found in `input`, placed as text or inside any kind of attribute value.
  public static func detect(_ input: Span<UInt8>) -> Bool { false }
}
