import Bytes
import Inspection
import ProxyWasm
import RuleEngine
import Telemetry

/// The one place that ends a stream before its time, so that each end leaves its record, its line and its count.
extension StreamContext {
  /// Keeps a request from the upstream, or a response from the client.
  ///
  /// While the headers of a response are here the client gets a real answer; afterwards it gets an empty body or, where
  /// the host has a part of the body already or the client waits for a length, a stream that breaks off.
  func end(_ end: StreamEnd) -> StreamOutcome {
    let breaksOff = responseBody.isPartlyWithHost || state.response == .collecting(.goneWithLength)
    requestBody.discard()
    responseBody.discard()
    if let transaction {
      if let interruption = end.interruption { transaction.end(interruption) } else { transaction.answeredStatus = 500 }
    }
    if let error = end.error { root.metrics?.count(error) }
    if !end.sentence.isEmpty { report(end.sentence, isDenied: true, phase: end.interruption?.phase) }
    if !state.areResponseHeadersGone {
      answer(end)
      return state.isRequestOpen ? .requestRefused(end.refusal) : .responseRefused(end.refusal)
    }
    guard breaksOff else { return .responseReplaced(end.refusal) }
    // If even that fails, the direction stays stopped.
    try? StreamDirection.response.close()
    return .responseBrokenOff(end.refusal)
  }

  private func answer(_ end: StreamEnd) {
    if end.interruption?.kind == .drop, (try? StreamDirection.request.close()) != nil { return }
    let answer = root.policy.block.answer(to: end, transactionID: transaction?.id ?? .empty)
    transaction?.answeredStatus = answer.status
    let details: StaticString = end.refusal == .failed ? "waf_failed" : "waf_denied"
    var response = LocalResponse(status: answer.status, details: [UInt8](details), body: answer.body)
    for header in answer.headers { response.headers.add(header.name.span, header.value.span) }
    do throws(HostStatus) { try response.send() } catch {
      HostLog.write(.critical, "the host does not take the filter's answer; the stream stays stopped")
      root.metrics?.count(.answer)
    }
  }

  /// How a phase ended the stream; `nil` when it goes on.
  ///
  /// - Throws: when the rules could not decide; `failureKind` says why then.
  func end(after verdict: Verdict) throws(HostStatus) -> StreamOutcome? {
    switch verdict {
    case .continue: return nil
    case .interrupt(let interruption): return end(StreamEnd(interruption))
    case .failed(let failure):
      let goesOn = root.policy.onError == .allow || transaction?.engineMode == .detectionOnly
      guard failure == .undecided && goesOn else {
        failureKind = ErrorKind(failure)
        throw .internalFailure
      }
      // What the other rules say still counts.
      root.metrics?.count(.undecided)
      report(
        [UInt8]("a pattern gave up, so that nobody knows whether it matches; goes on"), isDenied: false, phase: nil)
      return nil
    }
  }

  /// The stream cannot be inspected any further: the policy decides.
  func fail(_ what: StaticString, _ kind: ErrorKind, _ status: HostStatus) {
    var sentence = [UInt8](what)
    switch kind {
    case .memory: sentence.append(": too much is held already")
    case .work: sentence.append(": rules would read more than limits.work")
    case .undecided: sentence.append(": a pattern gave up, so that nobody knows whether it matches")
    default:
      sentence.append(": host status ")
      sentence.append(decimal: Int(status.rawValue))
    }
    let isRequest = state.isRequestOpen
    guard root.policy.onError == .allow, passOn(isRequest) else {
      sentence.append("; denied")
      return record(end(StreamEnd(failure: sentence, kind)))
    }
    sentence.append("; passed on uninspected")
    root.metrics?.count(kind)
    report(sentence, isDenied: false, phase: nil)
    record(isRequest ? .requestUninspected : .responseUninspected)
  }

  /// - Returns: whether what was held of the body goes on.
  private func passOn(_ isRequest: Bool) -> Bool {
    do throws(HostStatus) {
      if isRequest {
        try requestBody.giveBack(transaction?.requestBodyBytes ?? .empty)
      } else {
        try responseBody.giveBack(transaction?.responseBodyBytes ?? .empty)
      }
      return true
    } catch { return false }
  }

  /// Tells the state how a task ended. What cannot happen is a fault of ours: nothing goes on then.
  func record(_ outcome: StreamOutcome) {
    if state.record(outcome) { return }
    let end = StreamEnd(failure: [UInt8]("the stream's events do not follow each other; denied"), .state)
    root.metrics?.count(.state)
    report(end.sentence, isDenied: true, phase: nil)
    transaction?.answeredStatus = 500
    answer(end)
  }

  /// Writes a line of the filter's own, with the request it belongs to where that is known.
  private func report(_ sentence: [UInt8], isDenied: Bool, phase: Phase?) {
    guard let transaction else { return HostLog.write(.error, sentence) }
    nameAddresses(of: transaction)
    var line: [UInt8] = []
    appendErrorLine(
      sentence.span, denied: isDenied, in: phase, of: transaction, root.policy.audit, to: &line)
    HostLog.write(.error, line)
  }
}
