import CProxyWasm

/// One stream, driven in Envoy's order: create, request headers, body, trailers, response likewise, done, log, delete.
///
/// A direction that was paused goes on when a later callback of it answers "continue"; what was kept back in the
/// host's buffer goes with it. Source: measured behaviour of Envoy 1.40.
struct SimulatedStream {
  private let context: UInt32
  private let root: UInt32
  private let host: SimulatedHost
  private let exchange: Exchange
  private let holdsHeaders: Bool
  private var result = ExchangeResult()

  init(_ plugin: SimulatedPlugin, _ exchange: Exchange, holdsHeaders: Bool) {
    context = SimulatedPlugin.takeContext()
    root = plugin.root
    host = plugin.host
    self.exchange = exchange
    self.holdsHeaders = holdsHeaders
  }

  mutating func run() -> ExchangeResult {
    host.localResponse = nil
    host.closedStreams = []
    proxy_on_context_create(context, root)
    if sendRequest() { receiveResponse() }
    if let local = host.localResponse { answerLocally(local) }
    _ = proxy_on_done(context)
    proxy_on_log(context)
    proxy_on_delete(context)
    return result
  }

  private var isEnded: Bool { host.localResponse != nil || !host.closedStreams.isEmpty }

  /// - Returns: whether the upstream has the whole request.
  private mutating func sendRequest() -> Bool {
    host.headers[0] = exchange.requestHeaders
    let endsWithHeaders = exchange.requestBody.isEmpty && exchange.requestTrailers.isEmpty
    let action = proxy_on_request_headers(context, UInt32(exchange.requestHeaders.count), endsWithHeaders ? 1 : 0)
    if isEnded { return false }
    var isHeld = action != 0
    // Without the host's permission, a filter that pauses on headers is never called again.
    if isHeld && !holdsHeaders { return false }
    if !isHeld { result.reachedUpstream = true }

    var body = SimulatedBody(host, buffer: 0)
    for (index, chunk) in exchange.requestBody.enumerated() {
      let isLast = index == exchange.requestBody.count - 1 && exchange.requestTrailers.isEmpty
      let passed = body.receive(chunk) { proxy_on_request_body(context, $0, isLast ? 1 : 0) }
      if isEnded { return false }
      isHeld = passed == nil
      if let passed { forwardRequest(passed) }
    }
    if !exchange.requestTrailers.isEmpty {
      host.headers[1] = exchange.requestTrailers
      let passed = body.end { proxy_on_request_trailers(context, UInt32(exchange.requestTrailers.count)) }
      if isEnded { return false }
      isHeld = passed == nil
      if let passed { forwardRequest(passed) }
    }
    result.upstreamSawEnd = !isHeld
    return !isHeld
  }

  private mutating func forwardRequest(_ bytes: [UInt8]) {
    result.reachedUpstream = true
    result.upstreamBody += bytes
  }

  private mutating func receiveResponse() {
    host.headers[2] = exchange.responseHeaders
    let endsWithHeaders = exchange.responseBody.isEmpty && exchange.responseTrailers.isEmpty
    let isHeld =
      proxy_on_response_headers(context, UInt32(exchange.responseHeaders.count), endsWithHeaders ? 1 : 0) != 0
    if isEnded || (isHeld && !holdsHeaders) { return }
    if !isHeld { forwardResponse([]) }

    var body = SimulatedBody(host, buffer: 1)
    for (index, chunk) in exchange.responseBody.enumerated() {
      let isLast = index == exchange.responseBody.count - 1 && exchange.responseTrailers.isEmpty
      let passed = body.receive(chunk) { proxy_on_response_body(context, $0, isLast ? 1 : 0) }
      if isEnded { return }
      if let passed { forwardResponse(passed) }
    }
    guard !exchange.responseTrailers.isEmpty else { return }
    host.headers[3] = exchange.responseTrailers
    let passed = body.end { proxy_on_response_trailers(context, UInt32(exchange.responseTrailers.count)) }
    if !isEnded, let passed { forwardResponse(passed) }
  }

  private mutating func forwardResponse(_ bytes: [UInt8]) {
    if result.status == nil {
      result.clientHeaders = host.headers[2] ?? []
      let status = result.clientHeaders.first { $0.name == Array(":status".utf8) }
      result.status = status.flatMap { Int(String(decoding: $0.value, as: UTF8.self)) }
    }
    result.clientBody += bytes
  }

  /// The filter's own answer passes the filter's response callbacks while it answers a request.
  private mutating func answerLocally(_ local: SimulatedHost.LocalResponse) {
    if result.status != nil { return }
    result.status = local.status
    result.clientBody = local.body
    result.clientHeaders = local.headers
    host.headers[2] = Exchange.headers([(":status", "\(local.status)")]) + local.headers
    _ = proxy_on_response_headers(context, UInt32(local.headers.count + 1), local.body.isEmpty ? 1 : 0)
    if !local.body.isEmpty {
      var body = SimulatedBody(host, buffer: 1)
      _ = body.receive(local.body) { proxy_on_response_body(context, $0, 1) }
    }
  }
}
