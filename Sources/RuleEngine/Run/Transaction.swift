public import Bytes

/// A moment: nanoseconds since 1970-01-01 00:00 UTC.
public struct WallClock: Sendable {
  public let unixNanoseconds: Int64
  public init(unixNanoseconds: Int64) { self.unixNanoseconds = unixNanoseconds }
}

/// A rule that matched, for logs and metrics.
public struct MatchRecord {
  /// The rule, a chain's head included.
  public let rule: Rule
  public let message: ByteSlice
  public let data: ByteSlice
  /// `ARGS:name`, and the value that matched.
  public let variableName: ByteSlice
  public let value: ByteSlice
  public let phase: Phase
  /// Whether this rule ended the transaction, or would have in DetectionOnly mode.
  public let isDisruptive: Bool
}

/// A program with what its transactions share: the store of persistent collections and pooled memory.
public final class Engine {
  public let program: Program
  public init(_ program: Program) { self.program = program }
}

/// One request and its response on their way through the five phases.
///
/// Call order: connection, request line, headers, `runRequestHeaders`, body chunks, `runRequestBody`, response line,
/// headers, `runResponseHeaders`, body chunks, `runResponseBody`, `runLogging`. Phases may be left out.
public final class Transaction {
  public let engine: Engine
  public private(set) var interruption: Interruption?
  public private(set) var wouldBlock: Interruption?
  public private(set) var matches: [MatchRecord] = []
  public private(set) var engineMode: EngineMode
  public private(set) var isAuditRelevant = false
  public var inspectsRequestBody: Bool { false }
  public var inspectsResponseBody: Bool { false }

  public init(_ engine: Engine, id: Span<UInt8>, time: WallClock) {
    self.engine = engine
    engineMode = engine.program.settings.engineMode
  }

  public func setClient(address: Span<UInt8>, port: Int) {}
  public func setServer(address: Span<UInt8>, port: Int) {}
  public func setRequestLine(method: Span<UInt8>, uri: Span<UInt8>, protocol: Span<UInt8>) {}
  public func addRequestHeader(name: Span<UInt8>, value: Span<UInt8>) {}
  public func runRequestHeaders() -> Verdict { .continue }
  public func appendRequestBody(_ chunk: Span<UInt8>) -> BodyProgress { .ignored }
  public func runRequestBody() -> Verdict { .continue }
  public func setResponseLine(status: Int, protocol: Span<UInt8>) {}
  public func addResponseHeader(name: Span<UInt8>, value: Span<UInt8>) {}
  public func runResponseHeaders() -> Verdict { .continue }
  public func appendResponseBody(_ chunk: Span<UInt8>) -> BodyProgress { .ignored }
  public func runResponseBody() -> Verdict { .continue }
  public func runLogging() {}
}
