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
  /// Why it could not be inspected, when that was no call of the host's.
  var failureKind = ErrorKind.hostCall
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

  /// Whether a stream that cannot be inspected goes on: the policy decides, and detection lets everything pass.
  private var passesFailures: Bool { root.policy.onError == .allow || transaction?.engineMode == .detectionOnly }

  /// The stream cannot be inspected any further.
  /// - Returns: whether the stream goes on.
  func failed(_ what: StaticString, _ kind: ErrorKind, _ status: HostStatus) -> Bool {
    root.metrics?.count(kind)
    let goesOn = passesFailures
    var line = [UInt8](what)
    switch kind {
    case .memory: line.append(": too much is held already")
    case .work: line.append(": the rules would take more steps than limits.work")
    case .undecided: line.append(": a pattern gave up, so that nobody knows whether it matches")
    default:
      line.append(": host status ")
      line.append(decimal: Int(status.rawValue))
    }
    line.append(!goesOn ? "; denied" : kind == .undecided ? "; goes on" : "; passed on uninspected")
    HostLog.write(.error, line)
    return goesOn
  }

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

  /// What ends the stream after a phase; `nil` when it goes on.
  ///
  /// - Throws: when the rules could not decide; `failureKind` then says why.
  func end(after verdict: Verdict) throws(HostStatus) -> Interruption? {
    switch verdict {
    case .continue: return nil
    case .interrupt(let interruption): return interruption
    case .failed(let failure):
      let kind = ErrorKind(failure)
      // What later rules say still counts.
      if failure == .undecided && passesFailures {
        _ = failed("a rule", kind, .internalFailure)
        return nil
      }
      failureKind = kind
      throw .internalFailure
    }
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
