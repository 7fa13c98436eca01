import Bytes
import Inspection
import ProxyWasm
import RuleEngine
import Telemetry

extension StreamContext {
  func onRequestHeaders(endOfStream: Bool) -> HeadersAction {
    switch state.onRequestHeaders {
    case .inspect: break
    case .pass: return .proceed
    case .giveUpRequestBody, .refuse: return .pause
    }
    root.metrics?.add(.transactions)
    if mayHold(0, after: 0) {
      do throws(HostStatus) {
        record(try inspectRequestHeaders(endOfStream))
      } catch {
        fail("request headers", failureKind, error)
      }
    } else {
      fail("request headers", .memory, .internalFailure)
    }
    return state.request == .collecting(headersHeld: false) || isRequestPassing ? .proceed : .pause
  }

  func onRequestBody(_ count: Int, endOfStream: Bool) -> BodyAction {
    switch state.onRequestBody {
    case .collect: break
    case .pass: return .proceed
    case .erase, .refuse:
      if endOfStream { warnOfWithheldBody() }
      return .pauseWithoutBuffering
    }
    if mayHold(count, after: requestBody.count) {
      do throws(HostStatus) {
        guard let outcome = try collectRequestBody(count, endOfStream) else { return HeldBody.action }
        record(outcome)
      } catch {
        fail("request body", failureKind, error)
      }
    } else {
      fail("request body", .memory, .internalFailure)
    }
    return isRequestPassing ? .proceed : .pauseWithoutBuffering
  }

  func onRequestTrailers() -> HeadersAction {
    switch state.onRequestTrailers {
    case .finish, .remove: break
    case .pass: return .proceed
    case .refuse:
      warnOfWithheldBody()
      return .pause
    }
    do throws(HostStatus) {
      try inspectTrailers()
    } catch {
      fail("request trailers", failureKind, error)
    }
    return isRequestPassing ? .proceed : .pause
  }

  /// Whether the host may let the request go on.
  private var isRequestPassing: Bool { state.onRequestBody == .pass }

  /// Trailers belong to phase 2 while the body waits for it. Behind it no rule sees them, and where rules may deny they do
  /// not go on: an upstream may take them for headers.
  private func inspectTrailers() throws(HostStatus) {
    guard let transaction else { throw .internalFailure }
    let isDecided = state.onRequestTrailers == .remove
    if isDecided && transaction.engineMode != .on { return }
    let bytes = try HeaderMap.requestTrailers.pairs()
    try bytes.withSlice { slice throws(HostStatus) in
      guard var trailers = HeaderPairs(slice) else { throw .parseFailure }
      if isDecided {
        while let (name, _) = trailers.next() { try HeaderMap.requestTrailers.remove(name.span) }
      } else {
        transaction.deliver(trailers: trailers)
      }
    }
    if isDecided { return }
    record(requestBody.canGoOnBeforeTrailers ? try finishRequestBody() : end(.requestTrailers))
  }

  /// The client has sent all of a body that was given up, and the upstream is still answering.
  private func warnOfWithheldBody() {
    HostLog.write(
      .warn,
      "the upstream began to answer before the body was inspected, and does not get it; hold_request_headers helps")
  }

  private func inspectRequestHeaders(_ endOfStream: Bool) throws(HostStatus) -> StreamOutcome {
    guard let ruleSets = root.ruleSets, !ruleSets.isEmpty else { return .exempt }
    let bytes = try HeaderMap.requestHeaders.pairs()
    return try bytes.withSlice { slice throws(HostStatus) in
      try inspectRequestHeaders(slice, ruleSets, endOfStream)
    }
  }

  private func inspectRequestHeaders(
    _ bytes: ByteSlice, _ ruleSets: RuleSets, _ endOfStream: Bool
  ) throws(HostStatus) -> StreamOutcome {
    guard let pairs = HeaderPairs(bytes) else { throw .parseFailure }
    let head = RequestHead(pairs)
    guard let engine = chooseEngine(ruleSets, head), engine.program.settings.engineMode != .off else {
      return .exempt
    }
    root.metrics?.add(.headerBytes, Int64(bytes.count))

    let transaction = begin(engine, pairs)
    let isHTTP1 = readRequestLine(head, transaction)
    // Envoy's buffers are as large as the stream's window in HTTP/2, which has at least 65,535 bytes.
    roomWithHost = isHTTP1 ? root.policy.hostBufferBytes : max(root.policy.hostBufferBytes, 65_535)
    head.deliver(pairs, to: transaction)
    if isHTTP1 && !endOfStream && !head.announcesBody && !head.opensTunnel {
      // The host takes the chunks' framing away, header and all; rules about framing need to see it.
      let (name, value): (StaticString, StaticString) = ("transfer-encoding", "chunked")
      transaction.addRequestHeader(name: ByteSlice(name).span, value: ByteSlice(value).span)
    }
    if let end = try end(after: transaction.runRequestHeaders()) { return end }

    if head.asksForTunnel && !root.policy.passesUpgrades {
      return end(.upgrade)
    }
    let isSkipped = head.opensTunnel || root.policy.skips(head.contentType)
    let hasBody = !endOfStream && head.contentLength != 0
    if hasBody && !isSkipped && transaction.inspectsRequestBody {
      // Trailers may follow a body of announced length: one that is too long to stay with the host does not wait for
      // them. In HTTP/1 there are none, and the stream's end is worth waiting for, since Envoy closes the connection of
      // a request that was answered before it.
      let room = room(head, isHTTP1)
      requestBody = HeldBody(
        .requestBody, announcedCount: room > 0 || (isHTTP1 && !head.hasUpgrade) ? nil : head.contentLength,
        roomWithHost: room)
      return .requestAwaitsBody(headersHeld: root.policy.holdsRequestHeaders)
    }
    if let end = try end(after: transaction.runRequestBody()) { return end }
    return .requestCleared(isConnect: head.isConnect)
  }

  /// How much of a body stays with the host, for trailers that may follow: nothing where none can, or where it is known
  /// to be longer than that.
  ///
  /// HTTP/1 clients hardly ever send trailers they have not announced. A host with a smaller buffer than ours is told of
  /// stops reading once it is full, and uploads without trailers are not to hang for that.
  private func room(_ head: RequestHead, _ isHTTP1: Bool) -> Int {
    if let count = head.contentLength { return isHTTP1 || head.hasUpgrade || count > roomWithHost ? 0 : roomWithHost }
    return isHTTP1 && !head.announcesTrailers ? min(roomWithHost, 4096) : roomWithHost
  }

  private func chooseEngine(_ ruleSets: RuleSets, _ head: RequestHead) -> Engine? {
    let authority = head.authority ?? .empty
    guard ruleSets.needsRoute, let route = try? HostProperty.routeName.value() else {
      return ruleSets.engine(route: ByteSlice.empty.span, path: head.path.span, authority: authority.span)
    }
    return ruleSets.engine(route: route.span, path: head.path.span, authority: authority.span)
  }

  private func begin(_ engine: Engine, _ pairs: HeaderPairs) -> Transaction {
    let now = Host.unixNanoseconds
    let identifier = root.nextIdentifier(now)
    let transaction = Transaction(engine, id: identifier.span, time: WallClock(unixNanoseconds: now))
    self.transaction = transaction
    setLimits()
    // Each property costs 2 µs; what only a log line shows is fetched when one is written.
    let client = root.policy.client
    if engine.program.usesClientAddress || !client.header.isEmpty { setClient(transaction, client, pairs) }
    if engine.program.usesServerAddress { setServer(transaction) }
    return transaction
  }

  /// An address the host cannot name (a Unix socket) stays empty.
  func setClient(_ transaction: Transaction, _ policy: ClientAddressPolicy, _ pairs: HeaderPairs?) {
    guard let source = try? HostProperty.sourceAddress.value() else { return }
    source.withSlice { text in
      let peer = PeerAddress(text)
      guard let pairs, let client = policy.address(pairs, peer: peer.address) else {
        return transaction.setClient(address: peer.address.span, port: peer.port)
      }
      transaction.setClient(address: client.span, port: 0)
    }
  }

  func setServer(_ transaction: Transaction) {
    guard let destination = try? HostProperty.destinationAddress.value() else { return }
    destination.withSlice { text in
      let peer = PeerAddress(text)
      transaction.setServer(address: peer.address.span, port: peer.port)
    }
  }

  /// - Returns: whether the protocol is HTTP/1.
  private func readRequestLine(_ head: RequestHead, _ transaction: Transaction) -> Bool {
    let fallback: StaticString = "HTTP/1.1"
    guard let version = try? HostProperty.requestProtocol.value() else {
      transaction.setRequestLine(
        method: head.method.span, uri: head.uri.span, protocol: ByteSlice(fallback).span)
      return false
    }
    transaction.setRequestLine(method: head.method.span, uri: head.uri.span, protocol: version.span)
    return version.span.hasPrefix("HTTP/1")
  }

  /// - Returns: `nil` while more of the body is needed.
  private func collectRequestBody(_ count: Int, _ isLast: Bool) throws(HostStatus) -> StreamOutcome? {
    guard let transaction else { throw .internalFailure }
    switch try requestBody.read(count, { transaction.appendRequestBody($0) }) {
    case .buffered:
      if isLast || requestBody.isComplete { return try finishRequestBody() }
      try requestBody.hold(count)
      return nil
    case .limitReachedPartial, .ignored: return try finishRequestBody()
    case .rejected(let interruption): return end(StreamEnd(interruption))
    }
  }

  private func finishRequestBody() throws(HostStatus) -> StreamOutcome {
    guard let transaction else { throw .internalFailure }
    if let end = try end(after: transaction.runRequestBody()) { return end }
    try requestBody.giveBack(transaction.requestBodyBytes)
    return .requestCleared(isConnect: false)
  }
}
