import Bytes

/// What becomes of a stream that cannot be inspected. The only place that decides open or closed.
enum FailurePolicy: UInt8, Sendable {
  /// Answered with 500.
  case deny
  /// Passed on uninspected.
  case allow

  init?(name: Span<UInt8>) {
    if name.isEqual(to: "deny") {
      self = .deny
    } else if name.isEqual(to: "allow") {
      self = .allow
    } else {
      return nil
    }
  }
}
