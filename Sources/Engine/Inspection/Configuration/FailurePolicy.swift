/// What becomes of a stream that cannot be inspected. The only place that decides open or closed.
public enum FailurePolicy: UInt8, Sendable {
  /// Answered with 500.
  case deny
  /// Passed on uninspected.
  case allow
}
