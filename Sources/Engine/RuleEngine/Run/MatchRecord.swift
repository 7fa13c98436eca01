public import Bytes

/// A rule that matched, for logs and metrics. Its texts live as long as the transaction.
public struct MatchRecord {
  /// Bytes that are kept of a value in `msg`, `logdata` or a `tag`; ModSecurity 2.9 keeps 512 of all `logdata`.
  static let valueLimitBytes = 1024
  /// Nothing is added to a text that is as long as this.
  static let textLimitBytes = 4096

  /// The rule; a chain's head.
  public let rule: Rule
  /// `msg` and `logdata` with their macros expanded.
  public let message: ByteSlice
  public let data: ByteSlice
  /// `tag`s with their macros expanded.
  public let tags: [ByteSlice]
  /// `ARGS:name`, and the value that matched, as the operator saw it.
  public let variableName: ByteSlice
  public let value: ByteSlice
  public let phase: Phase
  /// Whether this rule ended the transaction, or would have in DetectionOnly mode.
  public let isDisruptive: Bool
}
