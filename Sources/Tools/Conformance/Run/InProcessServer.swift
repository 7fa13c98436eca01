internal import Bytes
public import RuleEngine
internal import Telemetry

/// What came of one request.
public struct Exchange: Sendable {
  /// The status the client is given; `nil` when the answer has no status line.
  public var status: Int?
  /// One error-log line for each match of a rule that logs.
  public var log: [String] = []
  /// The rules in `log`, each once, sorted.
  public var ids: [Int64] = []
  /// Time spent in the engine.
  public var duration = Duration.zero
  /// Steps the rules took, as `limits.work` counts them.
  public var work: Int64 = 0
}

/// A server in the test's own process: reads a request, runs the rules of all five phases, asks the backend.
public final class InProcessServer {
  private let engine: Engine
  private let chunkBytes: Int
  private let backend = ReflectBackend()
  private var count = 0

  /// - Parameter chunkBytes: the size of the pieces bodies are fed in.
  public init(_ program: Program, chunkBytes: Int = 65_536) {
    engine = Engine(program)
    self.chunkBytes = chunkBytes
  }

  public func exchange(_ bytes: [UInt8]) -> Exchange {
    switch HTTPRequestReader.read(bytes) {
    case .rejected(let status):
      var exchange = Exchange()
      exchange.status = status
      return exchange
    case .request(let request): return run(request)
    case .simple(let request):
      var exchange = run(request)
      exchange.status = nil
      return exchange
    }
  }

  private func run(_ request: HTTPRequest) -> Exchange {
    var exchange = Exchange()
    let clock = ContinuousClock()
    var start = clock.now
    count += 1
    let id = [UInt8]("ftw-\(count)".utf8)
    // The time is fixed, so that runs can be compared.
    let transaction = Transaction(engine, id: id.span, time: WallClock(unixNanoseconds: 1_790_000_000_000_000_000))
    start = clock.now
    var end = receive(request, transaction)
    exchange.duration += clock.now - start

    var response = HTTPResponse()
    if end == nil && request.hasBrokenFraming {
      response.status = 400
    } else if end == nil {
      response = backend.answer(request)
    }
    start = clock.now
    if end == nil { end = send(response, transaction) }
    transaction.runLogging()
    exchange.work = transaction.work
    exchange.duration += clock.now - start

    exchange.status = end?.status ?? response.status
    for match in transaction.matches where match.rule.logs {
      var line: [UInt8] = []
      appendErrorLine(of: match, in: transaction, to: &line)
      exchange.log.append(String(decoding: line, as: UTF8.self))
      exchange.ids.append(match.rule.metadata.id)
    }
    exchange.ids = Set(exchange.ids).sorted()
    return exchange
  }

  /// Phases 1 and 2.
  private func receive(_ request: HTTPRequest, _ transaction: Transaction) -> Interruption? {
    let address = [UInt8]("127.0.0.1".utf8)
    transaction.setClient(address: address.span, port: 40_000)
    transaction.setServer(address: address.span, port: 80)
    transaction.setRequestLine(
      method: request.method.span, uri: request.target.span, protocol: request.version.span)
    for (name, value) in request.headers { transaction.addRequestHeader(name: name.span, value: value.span) }
    if let end = transaction.runRequestHeaders().end { return end }
    if request.hasBrokenFraming { return nil }
    if transaction.inspectsRequestBody {
      for chunk in chunks(of: request.body) {
        if case .rejected(let end) = transaction.appendRequestBody(chunk.span) { return end }
      }
    }
    if let end = transaction.runRequestBody().end { return end }
    return nil
  }

  /// Phases 3 and 4.
  private func send(_ response: HTTPResponse, _ transaction: Transaction) -> Interruption? {
    let version = [UInt8]("HTTP/1.1".utf8)
    transaction.setResponseLine(status: response.status, protocol: version.span)
    for header in response.headers {
      let name = [UInt8](header.name.utf8)
      let value = [UInt8](header.value.utf8)
      transaction.addResponseHeader(name: name.span, value: value.span)
    }
    if let end = transaction.runResponseHeaders().end { return end }
    if transaction.inspectsResponseBody {
      for chunk in chunks(of: response.body) {
        if case .rejected(let end) = transaction.appendResponseBody(chunk.span) { return end }
      }
    }
    if let end = transaction.runResponseBody().end { return end }
    return nil
  }

  private func chunks(of body: [UInt8]) -> [[UInt8]] {
    stride(from: 0, to: body.count, by: chunkBytes).map { Array(body[$0..<min($0 + chunkBytes, body.count)]) }
  }
}

extension Verdict {
  /// What ends the exchange; where rules could not decide, as in the filter by default.
  fileprivate var end: Interruption? {
    switch self {
    case .continue: nil
    case .interrupt(let interruption): interruption
    case .failed: Interruption(kind: .deny, status: 500, ruleID: 0, phase: .requestBody)
    }
  }
}
