import Bytes

/// Switches for tests and comparisons; every combination gives the same verdicts.
public struct EngineOptions: Sendable {
  /// Whether rules are screened by the literals they require.
  public var screening = true
  /// Whether what screening said of a short value is remembered for the next transaction.
  public var screenMemo = true
  /// Whether tests that compare numbers in TX are asked before their rules are visited.
  public var numberGuards = true
  /// Whether a transformed value is kept for the next rule.
  public var transformationCache = true
  /// Whether rules that neither log nor audit are recorded when they match; tests want to see them.
  public var recordsSilentMatches = false
  public init() {}
}

/// A compiled rule set: immutable, shared by all transactions of a virtual machine.
public final class Program: @unchecked Sendable {
  public let settings: Settings
  public let options: EngineOptions
  public let pipelines: PipelineTree
  /// The names of the members of TX that have a number, in its order.
  private let memberNames: [(text: FixedBytes, hash: Int32)]
  /// The five phases, in order.
  public let phases: [PhaseProgram]
  /// Whether a rule reads the client's address or port, or the server's; otherwise only log lines need them.
  public let usesClientAddress: Bool
  public let usesServerAddress: Bool

  /// - Parameters:
  ///   - names: those that the keys in `rules` have their numbers from.
  ///   - rules: chain heads and single rules in the order of the text, for each of the five phases.
  public init(
    settings: Settings, options: EngineOptions, pipelines: PipelineTree, names: MemberNames, rules: [[Rule]]
  ) {
    self.settings = settings
    self.options = options
    self.pipelines = pipelines
    memberNames = names.keys.map { key in (FixedBytes([UInt8](key.name).map { $0.lowercasedASCII }), key.hash) }
    phases = zip(Phase.allCases, rules).map { PhaseProgram($0, $1, pipelines, options) }
    let use = VariableUse(rules)
    func uses(_ names: [StaticString]) -> Bool { names.contains { use.contains(VariableIndex(named: $0)) } }
    usesClientAddress = uses(["REMOTE_ADDR", "REMOTE_PORT", "REMOTE_HOST"])
    usesServerAddress = uses(["SERVER_ADDR", "SERVER_PORT"])
  }

  /// A TX that has set nothing yet; it must not outlive the program.
  func makeTX() -> KeyedStore { KeyedStore(memberNames.map { ($0.text.slice, $0.hash) }) }

  /// How many rules there are, a chain counted once.
  public var ruleCount: Int { phases.reduce(0) { $0 + $1.rules.count } }
}
