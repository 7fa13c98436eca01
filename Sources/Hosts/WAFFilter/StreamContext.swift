import Bytes
import Inspection
import ProxyWasm
import RuleEngine
import Telemetry

/// One request and its response. Asks `StreamState` what an event means, lets the transaction decide, and tells the
/// state how it ended.
///
/// The two directions are in `StreamContext+Request.swift` and `+Response.swift`, logs and counters in `+Report.swift`.
final class StreamContext {
  let root: RootContext
  var state = StreamState()
  /// `nil` while the stream is not inspected.
  var transaction: Transaction?
  var requestBody = HeldBody(.requestBody, announcedCount: nil, roomWithHost: 0)
  var responseBody = HeldBody(.responseBody, announcedCount: nil, roomWithHost: 0)
  var responseEnding = ResponseEnding.complete
  /// Whether the response's headers went on with the length of its body.
  var announcesResponseLength = false
  var isConnect = false
  /// Whether it was stopped because it could not be inspected.
  var hasFailed = false
  /// How much of a body the host may keep in its buffer.
  var roomWithHost = 0

  /// Nanoseconds spent here, where the configuration asks for them.
  var engineTime: Int64 = 0

  init(_ root: RootContext) { self.root = root }

  /// Answers in place of the upstream.
  func answer(_ interruption: Interruption) {
    transaction?.end(interruption)
    if interruption.kind == .drop, (try? StreamDirection.request.close()) != nil { return }
    send(root.policy.block.answer(to: interruption, transactionID: transaction?.id ?? .empty), "waf_denied")
  }

  /// The answer to a stream that cannot be inspected.
  func answerFailure() {
    hasFailed = true
    send(root.policy.block.answerToFailure(transactionID: transaction?.id ?? .empty), "waf_failed")
  }

  private func send(_ answer: Answer, _ details: StaticString) {
    transaction?.answeredStatus = answer.status
    var response = LocalResponse(status: answer.status, details: [UInt8](details), body: answer.body)
    for header in answer.headers { response.headers.add(header.name.span, header.value.span) }
    do throws(HostStatus) { try response.send() } catch {
      HostLog.write(.critical, "the host does not take the filter's answer; the stream stays stopped")
      root.metrics?.count(.answer)
    }
  }

  /// The stream cannot be inspected any further: the policy decides.
  /// - Returns: whether the stream goes on.
  func failed(_ what: StaticString, _ kind: ErrorKind, _ status: HostStatus) -> Bool {
    root.metrics?.count(kind)
    var line = [UInt8](what)
    if kind == .memory {
      line.append(": too much is held already")
    } else {
      line.append(": host status ")
      line.append(decimal: Int(status.rawValue))
    }
    line.append(root.policy.onError == .deny ? "; denied" : "; passed on uninspected")
    HostLog.write(.error, line)
    return root.policy.onError == .allow
  }

  /// Whether so many bytes more may be held of a body, after those that are held already.
  ///
  /// The transaction keeps a body in one block, and puts another half as large again in its place when it is full.
  /// - Parameter forms: how many transformed copies of it rules may ask for.
  func mayHold(_ count: Int, after held: Int, forms: Int = 0) -> Bool {
    let block = 2 * (held + count)
    return count <= root.policy.heldBodyLimitBytes - HeldBody.totalBytes
      && block + forms * (held + count) <= root.policy.memoryLimitBytes - ModuleMemory.bytesInUse
      && ModuleMemory.hasRoom(for: block)
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
