import Bytes
public import Operators

/// What a matching rule does to the transaction, `block` already resolved.
public enum Disruption: Sendable {
  case pass
  case deny
  case drop
  case redirect(Macro)
  case allow(AllowScope)
}

/// How far `allow` reaches.
public enum AllowScope: UInt8, Sendable { case transaction, phase, request }

/// Where the walk through a phase goes on after a match.
public enum Flow: Sendable {
  case next
  /// Leaves out so many rules; a chain counts as one.
  case skip(Int)
  /// Goes on with the rule at this place of the phase; the number of rules when the marker is not there.
  case skipTo(Int)
}

/// What a rule says about itself, for logs.
public struct RuleMetadata: Sendable {
  public var id: Int64 = 0
  public var phase = Phase.requestBody
  public var message = Macro.empty
  public var logData = Macro.empty
  /// 0–7, or `nil` when the rule names none.
  public var severity: UInt8?
  public var revision: [UInt8] = []
  public var version: [UInt8] = []
  public var maturity = 0
  public var accuracy = 0
  public var tags: [Macro] = []
  public var file: [UInt8] = []
  public var line = 0
  /// The directive as written; empty when the configuration does not ask for part K.
  public var raw: [UInt8] = []
  public init() {}
}

/// What a rule asks of its values.
public final class RuleTest: Sendable {
  public let `operator`: Operator
  public let isNegated: Bool
  public let argument: Macro
  /// `@rx` and so on, for messages.
  public let operatorName: [UInt8]
  public init(operator: Operator, isNegated: Bool, argument: Macro, operatorName: [UInt8]) {
    self.operator = `operator`
    self.isNegated = isNegated
    self.argument = argument
    self.operatorName = operatorName
  }
}

/// A rule, or one link of a chain. Immutable once the program is built.
public final class Rule: @unchecked Sendable {
  public let metadata: RuleMetadata
  public let targets: [Target]
  public let exclusions: [Target]
  /// `nil` for SecAction, which always matches.
  public let test: RuleTest?
  /// Node of the program's pipeline tree; 0 is the value itself.
  public let pipeline: Int
  public let isMultiMatch: Bool
  public let isCapturing: Bool
  public let effects: [Effect]
  public let disruption: Disruption
  /// Status of a deny or redirect.
  public let status: Int
  public let flow: Flow
  public let logs: Bool
  public let audits: Bool
  /// The next link; its test must match as well.
  public let next: Rule?

  public init(
    metadata: RuleMetadata, targets: [Target] = [], exclusions: [Target] = [], test: RuleTest? = nil,
    pipeline: Int = 0, isMultiMatch: Bool = false, isCapturing: Bool = false, effects: [Effect] = [],
    disruption: Disruption = .pass, status: Int = 403, flow: Flow = .next, logs: Bool = true, audits: Bool = true,
    next: Rule? = nil
  ) {
    self.metadata = metadata
    self.targets = targets
    self.exclusions = exclusions
    self.test = test
    self.pipeline = pipeline
    self.isMultiMatch = isMultiMatch
    self.isCapturing = isCapturing
    self.effects = effects
    self.disruption = disruption
    self.status = status
    self.flow = flow
    self.logs = logs
    self.audits = audits
    self.next = next
  }

  /// What the operator of the rule, or of the first link that has something to say, tells of a match.
  public var finding: StaticString? {
    var link: Rule? = self
    while let rule = link {
      if let test = rule.test, !test.isNegated, let finding = test.operator.finding { return finding }
      link = rule.next
    }
    return nil
  }
}
