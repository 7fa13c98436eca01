public import Bytes
public import Telemetry

/// When a stream's decision becomes filter state for access logs.
public enum FilterStatePolicy: UInt8, Sendable { case matched, always, never }

/// What the configuration says about streams, beside the rules.
public struct StreamPolicy: Sendable {
  /// Whether headers wait for the verdict on the body; only where the host runs body callbacks while they do.
  public internal(set) var holdsRequestHeaders = false
  public internal(set) var holdsResponseHeaders = false
  public internal(set) var onError = FailurePolicy.deny
  public internal(set) var block = BlockResponse()
  public internal(set) var client = ClientAddressPolicy()
  public internal(set) var filterState = FilterStatePolicy.matched
  public internal(set) var audit = AuditPolicy()
  public internal(set) var measuresTime = false
  /// Media types, or families of them (`image/`), whose bodies are not inspected.
  public internal(set) var skippedTypes: [[UInt8]] = []
  /// Whether what follows an upgrade passes; nothing can inspect it.
  public internal(set) var passesUpgrades = true
  /// How much all streams together may hold.
  public internal(set) var heldBodyLimitBytes = 268_435_456
  /// How much memory may be in use when something more is taken on; the module has 512 MiB at most.
  public internal(set) var memoryLimitBytes = 402_653_184
  /// How much memory one transaction may make of what it was sent.
  public internal(set) var transactionLimitBytes = 268_435_456
  /// How many steps the rules of one transaction may take; a step reads a byte.
  public internal(set) var workLimit = 1_000_000_000
  /// How much of a body with trailers Envoy may keep in its own buffer under HTTP/1.
  public internal(set) var hostBufferBytes = 32_768

  /// No rules apply by it; a host that has read no configuration starts so.
  public init() {}

  /// Whether bodies of this type pass uninspected.
  public func skips(_ contentType: ByteSlice) -> Bool {
    for type in skippedTypes where contentType.isMediaType(type.span) { return true }
    return false
  }
}
