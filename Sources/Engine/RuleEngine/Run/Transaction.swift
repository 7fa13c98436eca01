import BodyParsers
import Bytes
import Operators

/// One request and its response on their way through the five phases.
///
/// Call order: connection, request line, headers, `runRequestHeaders`, body chunks, `runRequestBody`, response line,
/// headers, `runResponseHeaders`, body chunks, `runResponseBody`, `runLogging`. Phases may be left out.
public final class Transaction {
  public let engine: Engine
  /// When the request arrived.
  public let time: WallClock
  let program: Program
  private let workspace: Workspace
  let arena: Arena
  let versions: VersionTable
  var data = RequestData()

  /// The settings, as `ctl` actions have changed them.
  public internal(set) var settings: Settings

  /// The end put to the transaction, to be carried out by the host.
  public internal(set) var interruption: Interruption?
  /// The status of the host's answer in place of the upstream's; 0 while there is none.
  public var answeredStatus = 0
  /// The first end that DetectionOnly mode held back.
  public internal(set) var wouldBlock: Interruption?
  /// What it may use; the host lowers it when memory runs short.
  public var limits = TransactionLimits()
  /// Why rules cannot decide it; `nil` while they can.
  public internal(set) var failure: EngineFailure?
  /// What of it the host has been told.
  var reportedFailure: EngineFailure?
  /// Steps taken so far, in bytes read.
  public internal(set) var work: Int64 = 0
  /// The rules that matched, in order.
  public internal(set) var matches: [MatchRecord] = []
  public internal(set) var isAuditRelevant = false
  /// What `allow` leaves out from here on; `nil` while no rule has allowed anything.
  var allowed: (scope: AllowScope, phase: Phase)?

  // What rules set and found.
  let tx: KeyedStore
  /// `nil` until `setenv` writes to it.
  var environment: KeyedStore?
  var stored = [StoredCollection](repeating: StoredCollection(), count: WritableCollection.allCases.count)
  var matched: [MatchedValue] = []
  /// Names of headers and arguments that rules want masked; at the limit, everything is.
  public internal(set) var maskedNames: [[UInt8]] = []
  public static let maskedNameLimit = 100
  var highestSeverity: UInt8 = 255
  var matchLimitWasExceeded = false
  /// Kept alive by the program.
  unowned(unsafe) var currentRule: Rule?
  var removals: RuntimeRemovals
  var captures = Captures()
  let candidates: Candidates
  var values: [Value] = []
  /// What ctl:ruleEngine said; Off counts from the next phase on.
  var nextEngineMode: EngineMode

  // Bodies.
  var requestBody = BodyBuffer()
  var responseBody = BodyBuffer()
  var bodyProcessor = BodyProcessor.none
  var responseBodyProcessor = BodyProcessor.none
  var unknownBodyProcessor: [UInt8] = []
  var isRequestBodyVariableForced = false
  var responseStatus = 0

  /// - Parameters:
  ///   - id: UNIQUE_ID; any text that tells transactions apart.
  ///   - time: when the request arrived.
  public init(_ engine: Engine, id: Span<UInt8>, time: WallClock) {
    self.engine = engine
    self.time = time
    program = engine.program
    settings = engine.program.settings
    nextEngineMode = engine.program.settings.engineMode
    let workspace = engine.takeWorkspace()
    self.workspace = workspace
    arena = workspace.arena
    versions = workspace.versions
    candidates = workspace.candidates
    tx = workspace.tx
    removals = RuntimeRemovals(engine.selections)
    data[.uniqueID] = arena.copy(id)
    data[.requestMethod] = .empty
    setInitialBodyVariables()
  }

  deinit { engine.give(back: workspace) }

  /// The mode rules run in, `ctl:ruleEngine` included.
  public var engineMode: EngineMode { settings.engineMode }

  /// Tells where the request came from. `address` is text such as `10.1.2.3` or `::1`.
  public func setClient(address: Span<UInt8>, port: Int) {
    // In one form, wherever it comes from: rules and collections compare it as text.
    data[.remoteAddress] = arena.copy(address.canonicalAddress)
    data[.remotePort] = decimal(port)
  }

  /// Tells where the request arrived.
  public func setServer(address: Span<UInt8>, port: Int) {
    data[.serverAddress] = arena.copy(address)
    data[.serverPort] = decimal(port)
  }

  /// A number as text that lives as long as the transaction.
  func decimal(_ number: Int) -> ByteSlice { decimal(wide: Int64(number)) }

  func decimal(wide number: Int64) -> ByteSlice {
    if number >= 0 && number < 10 {
      let digit = Int(truncatingIfNeeded: number)
      return ByteSlice("0123456789").extracting(digit..<digit + 1)
    }
    var text: [UInt8] = []
    text.append(decimal: number)
    return arena.copy(text)
  }
}

/// A persistent collection as this transaction has opened it.
struct StoredCollection {
  /// `nil` while it is not open.
  var key: ByteSlice?
  /// `nil` until something is read from the store or set.
  var members: KeyedStore?
  var isChanged = false
  /// Unix time in seconds of the last save; `nil` when there was none.
  var savedAt: Int64?

  /// The members, to be changed.
  mutating func change() -> KeyedStore {
    isChanged = true
    if let members { return members }
    let made = KeyedStore()
    members = made
    return made
  }
}
