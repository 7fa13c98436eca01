import Bytes
import Inspection
import ProxyWasm
import RuleEngine
import Telemetry

extension StreamContext {
  func onResponseHeaders(endOfStream: Bool) -> HeadersAction {
    if state.task(for: .responseHeaders) == .giveUpRequestBody { giveUpRequestBody() }
    guard state.task(for: .responseHeaders) == .inspectResponseHeaders else {
      return state.task(for: .responseHeaders) == .pass ? .proceed : .pause
    }
    do throws(HostStatus) {
      state.record(try inspectResponseHeaders(endOfStream))
    } catch {
      failResponse("response headers", failureKind, error)
    }
    switch state.response {
    case .waiting, .passing, .replaced, .collecting(headersHeld: false): return .proceed
    case .refused, .collecting(headersHeld: true): return .pause
    }
  }

  func onResponseBody(_ count: Int, endOfStream: Bool) -> BodyAction {
    switch state.task(for: .responseBody(endOfStream: endOfStream)) {
    case .collectResponseBody(let isLast):
      guard mayHold(count, after: responseBody.count) else {
        failResponse("response body", .memory, .internalFailure)
        return actionAfter(count)
      }
      do throws(HostStatus) {
        guard let outcome = try collectResponseBody(count, isLast) else { return HeldBody.action }
        state.record(outcome)
      } catch {
        failResponse("response body", failureKind, error)
      }
      return actionAfter(count)
    case .erase: return erase(count)
    case .refuse: return .pauseWithoutBuffering
    default: return .proceed
    }
  }

  /// What becomes of the `count` bytes of this callback, once the state has settled.
  private func actionAfter(_ count: Int) -> BodyAction {
    switch state.response {
    case .refused: .pauseWithoutBuffering
    case .replaced: erase(count)
    case .waiting, .collecting, .passing: .proceed
    }
  }

  /// Bytes of a replaced body: if they cannot be taken away they must not be sent.
  private func erase(_ count: Int) -> BodyAction {
    (try? HostBuffer.responseBody.drain(count)) == nil ? .pauseWithoutBuffering : .proceed
  }

  func onResponseTrailers() -> HeadersAction {
    switch state.task(for: .responseTrailers) {
    case .finishResponseBody:
      do throws(HostStatus) {
        state.record(responseBody.canGoOnBeforeTrailers ? try finishResponseBody() : refuseTrailers())
      } catch {
        failResponse("response trailers", failureKind, error)
      }
      return state.response == .refused ? .pause : .proceed
    case .refuse: return .pause
    default: return .proceed
    }
  }

  private func inspectResponseHeaders(_ endOfStream: Bool) throws(HostStatus) -> StreamOutcome {
    guard let transaction else { return .responseCleared }
    let bytes = try HeaderMap.responseHeaders.pairs()
    return try bytes.withSlice { slice throws(HostStatus) in
      try inspectResponseHeaders(slice, transaction, endOfStream)
    }
  }

  private func inspectResponseHeaders(
    _ bytes: ByteSlice, _ transaction: Transaction, _ endOfStream: Bool
  ) throws(HostStatus) -> StreamOutcome {
    guard var pairs = HeaderPairs(bytes) else { throw .parseFailure }
    let head = ResponseHead(pairs)
    let version: StaticString = "HTTP/1.1"
    transaction.setResponseLine(status: head.status, protocol: ByteSlice(version).span)
    while let (name, value) = pairs.next() {
      // `:status` with the others: rules of coraza-proxy-wasm ask for RESPONSE_HEADERS::status.
      transaction.addResponseHeader(name: name.span, value: value.span)
    }
    if let interruption = try end(after: transaction.runResponseHeaders()) { return stop(interruption) }

    let isSkipped = head.mustStream || (isConnect && head.isSuccessful) || root.policy.skips(head.contentType)
    if !endOfStream && !isSkipped && transaction.inspectsResponseBody {
      let isOpenEnded = head.contentLength == nil && head.mayEndWithTrailers
      responseBody = HeldBody(
        .responseBody, announcedCount: head.contentLength, roomWithHost: isOpenEnded ? roomWithHost : 0)
      if !root.policy.holdsResponseHeaders && head.contentLength != nil {
        // The body may be replaced by one of another length; where rules only detect, the answer stays as it is.
        announcesResponseLength = transaction.engineMode != .on
        if !announcesResponseLength { try HeaderMap.responseHeaders.remove("content-length") }
      }
      return .responseAwaitsBody(headersHeld: root.policy.holdsResponseHeaders)
    }
    if let interruption = try end(after: transaction.runResponseBody()) { return stop(interruption) }
    return .responseCleared
  }

  /// - Returns: `nil` while more of the body is needed.
  private func collectResponseBody(_ count: Int, _ isLast: Bool) throws(HostStatus) -> StreamOutcome? {
    guard let transaction else { return .responseCleared }
    switch try responseBody.read(count, { transaction.appendResponseBody($0) }) {
    case .buffered:
      if isLast || responseBody.isComplete { return try finishResponseBody() }
      try responseBody.hold(count)
      return nil
    case .limitReachedPartial, .ignored: return try finishResponseBody()
    case .rejected(let interruption): return stop(interruption)
    }
  }

  private func finishResponseBody() throws(HostStatus) -> StreamOutcome {
    guard let transaction else { return .responseCleared }
    if let interruption = try end(after: transaction.runResponseBody()) { return stop(interruption) }
    try responseBody.giveBack(transaction.responseBodyBytes)
    return .responseCleared
  }

  /// A body with trailers of which the host has only the beginning: it cannot go on whole.
  private func refuseTrailers() -> StreamOutcome {
    HostLog.write(.error, "the response is longer than the host's buffer and ends with trailers; denied")
    root.metrics?.count(.trailers)
    return stop(nil)
  }

  /// Decides a request whose body will not be waited for as one without a body; if it is denied, so is the answer.
  ///
  /// Once the answer is complete Envoy tells nothing more of the body, so the answer cannot wait for its end.
  private func giveUpRequestBody() {
    requestBody.discard()
    state.record(.requestGivenUp)
    guard let transaction else { return }
    do throws(HostStatus) {
      if let interruption = try end(after: transaction.runRequestBodyAsAbsent()) { state.record(stop(interruption)) }
    } catch {
      if !failed("request body", failureKind, error) { state.record(stop(nil)) }
    }
  }

  /// Keeps a response from the client, because of a rule or of a failure.
  ///
  /// While the headers are here the client gets a real answer; afterwards it gets an empty body or, where the host has a
  /// part of the body already or the client waits for a length, a stream that breaks off.
  private func stop(_ interruption: Interruption?) -> StreamOutcome {
    if interruption == nil { hasFailed = true }
    let breaksOff = responseBody.isPartlyWithHost || announcesResponseLength
    responseBody.discard()
    guard case .collecting(headersHeld: false) = state.response else {
      if let interruption { answer(interruption) } else { answerFailure() }
      return .responseBlocked
    }
    responseEnding = breaksOff ? .brokenOff : .bodyReplaced
    guard breaksOff else { return .responseReplaced }
    // If even that fails, the direction stays stopped.
    try? StreamDirection.response.close()
    return .responseBlocked
  }

  private func failResponse(_ what: StaticString, _ kind: ErrorKind, _ status: HostStatus) {
    if failed(what, kind, status), (try? responseBody.giveBack(transaction?.responseBodyBytes ?? .empty)) != nil {
      state.record(.responseCleared)
    } else {
      state.record(stop(nil))
    }
  }
}
