import Bytes
import Inspection
import ProxyWasm
import RuleEngine
import Telemetry

extension StreamContext {
  func onResponseHeaders(endOfStream: Bool) -> HeadersAction {
    if state.onResponseHeaders == .giveUpRequestBody { giveUpRequestBody() }
    switch state.onResponseHeaders {
    case .inspect: break
    case .pass: return .proceed
    case .giveUpRequestBody, .refuse: return .pause
    }
    do throws(HostStatus) {
      record(try inspectResponseHeaders(endOfStream))
    } catch {
      fail("response headers", failureKind, error)
    }
    switch state.response {
    case .waiting, .cleared, .exempt, .uninspected, .own, .replaced, .collecting(.gone), .collecting(.goneWithLength):
      return .proceed
    case .refused, .brokenOff, .collecting(.held): return .pause
    }
  }

  func onResponseBody(_ count: Int, endOfStream: Bool) -> BodyAction {
    guard state.onResponseBody == .collect else { return actionAfter(count) }
    if mayHold(count, after: responseBody.count) {
      do throws(HostStatus) {
        guard let outcome = try collectResponseBody(count, endOfStream) else { return HeldBody.action }
        record(outcome)
      } catch {
        fail("response body", failureKind, error)
      }
    } else {
      fail("response body", .memory, .internalFailure)
    }
    return actionAfter(count)
  }

  /// What becomes of the `count` bytes of this callback, once the state has settled.
  private func actionAfter(_ count: Int) -> BodyAction {
    switch state.onResponseBody {
    case .refuse: .pauseWithoutBuffering
    case .erase: erase(count)
    case .collect, .pass: .proceed
    }
  }

  /// Bytes of a replaced body: if they cannot be taken away they must not be sent.
  private func erase(_ count: Int) -> BodyAction {
    (try? HostBuffer.responseBody.drain(count)) == nil ? .pauseWithoutBuffering : .proceed
  }

  func onResponseTrailers() -> HeadersAction {
    switch state.onResponseTrailers {
    case .finish: break
    case .pass, .remove: return .proceed
    case .refuse: return .pause
    }
    do throws(HostStatus) {
      record(responseBody.canGoOnBeforeTrailers ? try finishResponseBody() : end(.responseTrailers))
    } catch {
      fail("response trailers", failureKind, error)
    }
    return state.onResponseTrailers == .refuse ? .pause : .proceed
  }

  private func inspectResponseHeaders(_ endOfStream: Bool) throws(HostStatus) -> StreamOutcome {
    guard let transaction else { throw .internalFailure }
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
    if let end = try end(after: transaction.runResponseHeaders()) { return end }

    let isSkipped =
      head.mustStream || (state.request == .cleared(isConnect: true) && head.isSuccessful)
      || root.policy.skips(head.contentType)
    if !endOfStream && !isSkipped && transaction.inspectsResponseBody {
      let isOpenEnded = head.contentLength == nil && head.mayEndWithTrailers
      responseBody = HeldBody(
        .responseBody, announcedCount: head.contentLength, roomWithHost: isOpenEnded ? roomWithHost : 0)
      if root.policy.holdsResponseHeaders { return .responseAwaitsBody(.held) }
      if head.contentLength == nil { return .responseAwaitsBody(.gone) }
      // The body may be replaced by one of another length; where rules only detect, the answer stays as it is.
      if transaction.engineMode != .on { return .responseAwaitsBody(.goneWithLength) }
      try HeaderMap.responseHeaders.remove("content-length")
      return .responseAwaitsBody(.gone)
    }
    if let end = try end(after: transaction.runResponseBody()) { return end }
    return .responseCleared
  }

  /// - Returns: `nil` while more of the body is needed.
  private func collectResponseBody(_ count: Int, _ isLast: Bool) throws(HostStatus) -> StreamOutcome? {
    guard let transaction else { throw .internalFailure }
    switch try responseBody.read(count, { transaction.appendResponseBody($0) }) {
    case .buffered:
      if isLast || responseBody.isComplete { return try finishResponseBody() }
      try responseBody.hold(count)
      return nil
    case .limitReachedPartial, .ignored: return try finishResponseBody()
    case .rejected(let interruption): return end(StreamEnd(interruption))
    }
  }

  private func finishResponseBody() throws(HostStatus) -> StreamOutcome {
    guard let transaction else { throw .internalFailure }
    if let end = try end(after: transaction.runResponseBody()) { return end }
    try responseBody.giveBack(transaction.responseBodyBytes)
    return .responseCleared
  }

  /// Decides a request whose body will not be waited for as one without a body; if it is denied, so is the answer.
  ///
  /// Once the answer is complete Envoy tells nothing more of the body, so the answer cannot wait for its end.
  private func giveUpRequestBody() {
    requestBody.discard()
    record(.requestGivenUp)
    guard let transaction else { return }
    do throws(HostStatus) {
      if let end = try end(after: transaction.runRequestBodyAsAbsent()) { record(end) }
    } catch {
      fail("request body", failureKind, error)
    }
  }
}
