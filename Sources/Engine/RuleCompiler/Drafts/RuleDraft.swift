import Bytes
import RuleEngine
import SecLang

/// A rule while it may still change: actions are read, `SecRuleUpdate…` applied, places of markers found.
final class RuleDraft {
  let range: SourceRange
  /// Whether it is a `SecDefaultAction`, which is kept in the same shape.
  let isDefaultAction: Bool
  /// What a chain goes on with; empty for a link.
  var children: [RuleDraft] = []
  var metadata = RuleMetadata()
  /// The texts of tags and message, which removals and updates go by.
  var tagTexts: [[UInt8]] = []
  var messageText: [UInt8] = []
  var hasID = false
  /// Where the id stands.
  var idRange: SourceRange?
  var hasPhase = false

  var targets: [Target] = []
  var exclusions: [Target] = []
  /// `nil` for SecAction.
  var condition: OperatorSyntax?
  var test: RuleTest?
  var transformations: [Int] = []
  /// Whether `t:none` said that the default transformations do not apply.
  var startsOver = false
  var isMultiMatch = false
  var isCapturing = false
  var effects: [Effect] = []

  /// `nil` when the default action decides: without a disruptive action, and with `block`.
  var disruption: Disruption?
  var status: Int?
  var logs: Bool?
  var audits: Bool?
  var skipCount: Int?
  var skipMarker: Word?
  /// Where `chain` stands, when it does.
  var chain: SourceRange?
  /// The default action in force when the rule was read.
  var defaults: RuleDraft?

  var isRemoved = false
  /// Whether it only runs if other rules let it: a later link of a chain, or a rule that one before it can skip.
  var isConditional = false
  /// Whether an error was found in it.
  var isBroken = false

  init(_ range: SourceRange, isDefaultAction: Bool = false) {
    self.range = range
    self.isDefaultAction = isDefaultAction
  }

  @inline(never)
  func add(_ effect: Effect) { effects.append(effect) }

  /// Whether a removal or an update speaks of this rule.
  func isMeant(by matcher: RuleMatcher) -> Bool {
    switch matcher {
    case .ids(let range): return hasID && range.contains(metadata.id)
    case .tag(let tag): return tagTexts.contains(tag)
    case .message(let message): return !messageText.isEmpty && messageText == message
    }
  }
}
