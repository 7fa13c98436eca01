/// What the configuration says about streams, beside the rules.
struct StreamPolicy: Sendable {
  /// Whether headers wait for the verdict on the body; only where the host runs body callbacks while they do.
  var holdsRequestHeaders = false
  var holdsResponseHeaders = false
  var onError = FailurePolicy.deny
}
