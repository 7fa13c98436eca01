import Bytes
import Inspection
import ProxyWasm
import RuleEngine
import Telemetry

/// One request and its response. Asks `StreamState` what an event means, lets the transaction decide, and tells the
/// state how it ended.
///
/// The two directions are in `StreamContext+Request.swift` and `+Response.swift`, ends before
/// their time in `+End.swift`, logs and counters in `+Report.swift`.
final class StreamContext {
  let root: RootContext
  var state = StreamState()
  /// `nil` while the stream is not inspected.
  var transaction: Transaction?
  var requestBody = HeldBody(.requestBody, announcedCount: nil, roomWithHost: 0)
  var responseBody = HeldBody(.responseBody, announcedCount: nil, roomWithHost: 0)
  /// Why the stream cannot be inspected, when that is no call of the host's.
  var failureKind = ErrorKind.hostCall
  /// How much of a body the host may keep in its buffer.
  var roomWithHost = 0

  /// Nanoseconds spent here, where the configuration asks for them.
  var engineTime: Int64 = 0

  init(_ root: RootContext) { self.root = root }

  /// Whether so many bytes more may be held of a body, after those that are held already.
  ///
  /// The transaction keeps a body in one block, and puts another half as large again in its place when it is full.
  func mayHold(_ count: Int, after held: Int) -> Bool {
    let block = 2 * (held + count)
    return count <= root.policy.heldBodyLimitBytes - HeldBody.totalBytes
      && block <= root.policy.memoryLimitBytes - ModuleMemory.bytesInUse && ModuleMemory.hasRoom(for: block)
  }

  /// Tells the transaction what it may take in this callback: its own share, and no more than the machine has left.
  func setLimits() {
    guard let transaction else { return }
    let left = max(0, root.policy.memoryLimitBytes - ModuleMemory.bytesInUse)
    transaction.limits.memoryBytes = min(root.policy.transactionLimitBytes, transaction.memoryBytes + left)
    transaction.limits.work = Int64(root.policy.workLimit)
  }

  /// Runs a callback, and notes its time if that is asked for.
  func timed<Result>(_ callback: () -> Result) -> Result {
    guard root.policy.measuresTime else { return callback() }
    let start = Host.unixNanoseconds
    let result = callback()
    // The host's clock is the wall's: it may be set back.
    engineTime += max(0, Host.unixNanoseconds - start)
    return result
  }
}
