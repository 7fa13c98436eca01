import Bytes
import Telemetry

/// When a stream's decision becomes filter state for access logs.
enum FilterStatePolicy: UInt8, Sendable { case matched, always, never }

/// What the configuration says about streams, beside the rules.
struct StreamPolicy: Sendable {
  /// Whether headers wait for the verdict on the body; only where the host runs body callbacks while they do.
  var holdsRequestHeaders = false
  var holdsResponseHeaders = false
  var onError = FailurePolicy.deny
  var block = BlockResponse()
  var client = ClientAddressPolicy()
  var filterState = FilterStatePolicy.matched
  var audit = AuditPolicy()
  var measuresTime = false
  /// Media types, or families of them (`image/`), whose bodies are not inspected.
  var skippedTypes: [[UInt8]] = []
  /// Whether what follows an upgrade passes; nothing can inspect it.
  var passesUpgrades = true
  /// How much all streams together may hold.
  var heldBodyLimitBytes = 268_435_456
  /// How much memory may be in use when something more is taken on; the module has 512 MiB at most.
  var memoryLimitBytes = 402_653_184
  /// How much of a body with trailers Envoy may keep in its own buffer under HTTP/1.
  var hostBufferBytes = 32_768

  func skips(_ contentType: ByteSlice) -> Bool {
    for type in skippedTypes where contentType.isMediaType(type.span) { return true }
    return false
  }
}
