import Bytes
import RuleCompiler
import RuleEngine
import SecLang
import XCTest

/// One request and response to run rules on.
struct TestExchange {
  var method = "GET"
  var uri = "/"
  var version = "HTTP/1.1"
  var headers: [(String, String)] = []
  var body: [UInt8] = []
  var clientAddress = "127.0.0.1"
  var clientPort = 1234
  var serverAddress = "127.0.0.1"
  var serverPort = 80
  var status = 200
  var responseVersion = "HTTP/1.1"
  var responseHeaders: [(String, String)] = []
  var responseBody: [UInt8] = []
  /// How many bytes of a body are handed over at a time; `nil` for all at once.
  var chunkBytes: Int?
  /// Whether the upstream answers; if not, phases 3 and 4 are left out.
  var hasResponse = true
  var time = WallClock(unixNanoseconds: 1_795_228_023_744_581_877)
}

/// Rules as text that do not compile.
struct RulesDoNotCompile: Error, CustomStringConvertible {
  let description: String
}

/// Compiles rules and runs exchanges through them, as a host would.
final class RuleRunner {
  let engine: Engine
  /// What was reported, errors and warnings.
  let diagnostics: Diagnostics

  init(
    _ rules: String, options: CompilerOptions = CompilerOptions(), files: SourceLoader = MemorySourceLoader(),
    store: CollectionStore = MemoryStore()
  ) throws {
    var options = options
    options.engine.recordsSilentMatches = true
    var diagnostics = Diagnostics()
    let source = Source(name: Array("rules.conf".utf8), text: Array(rules.utf8))
    let tree = parse(source, files, &diagnostics)
    let program = compile(tree, files, options, &diagnostics)
    self.diagnostics = diagnostics
    guard let program else {
      var text: [UInt8] = []
      for diagnostic in diagnostics.all { renderLine(diagnostic, in: tree.sources, into: &text) }
      throw RulesDoNotCompile(description: String(decoding: text, as: UTF8.self))
    }
    engine = Engine(program, store: store)
  }

  /// Runs all five phases; stops handing over the stream where a host would.
  func run(_ exchange: TestExchange) -> Transaction {
    let id = Array("test-id".utf8)
    let transaction = Transaction(engine, id: id.span, time: exchange.time)
    defer { transaction.runLogging() }
    transaction.setClient(address: Array(exchange.clientAddress.utf8).span, port: exchange.clientPort)
    transaction.setServer(address: Array(exchange.serverAddress.utf8).span, port: exchange.serverPort)
    transaction.setRequestLine(
      method: Array(exchange.method.utf8).span, uri: Array(exchange.uri.utf8).span,
      protocol: Array(exchange.version.utf8).span)
    for (name, value) in exchange.headers {
      transaction.addRequestHeader(name: Array(name.utf8).span, value: Array(value.utf8).span)
    }
    if case .interrupt = transaction.runRequestHeaders() { return transaction }
    feed(exchange.body, exchange.chunkBytes) { transaction.appendRequestBody($0) }
    if case .interrupt = transaction.runRequestBody() { return transaction }
    guard exchange.hasResponse else { return transaction }
    transaction.setResponseLine(status: exchange.status, protocol: Array(exchange.responseVersion.utf8).span)
    for (name, value) in exchange.responseHeaders {
      transaction.addResponseHeader(name: Array(name.utf8).span, value: Array(value.utf8).span)
    }
    if case .interrupt = transaction.runResponseHeaders() { return transaction }
    feed(exchange.responseBody, exchange.chunkBytes) { transaction.appendResponseBody($0) }
    _ = transaction.runResponseBody()
    return transaction
  }

  /// Runs an exchange and reads the transaction while it lives: what its matches say is gone with it.
  func run<Result>(_ exchange: TestExchange, read: (Transaction) throws -> Result) rethrows -> Result {
    let transaction = run(exchange)
    return try withExtendedLifetime(transaction) { try read(transaction) }
  }

  private func feed(_ body: [UInt8], _ chunkBytes: Int?, _ append: (Span<UInt8>) -> BodyProgress) {
    let body = body.span
    var start = 0
    while start < body.count {
      let end = min(body.count, start + (chunkBytes ?? body.count))
      _ = append(body.extracting(start..<end))
      start = end
    }
  }
}

extension Transaction {
  /// The ids of the rules that matched, in order.
  var matchedIDs: [Int64] { matches.map(\.rule.metadata.id) }
}
