import Bytes
import RuleEngine
import SecLang

/// One action of the rule language.
struct ActionRow: Sendable {
  enum Standing {
    case supported
    /// Accepted without effect, one warning: it needs the world outside the sandbox.
    case ignored
    /// A clear error.
    case rejected
  }
  /// What an action is about decides where it may stand.
  enum Kind {
    case identity, chain, disruptive, status, flow, logging, transformation, tag, metadata, matching, effect
  }
  enum Argument { case none, optional, required }

  typealias Apply = @Sendable (_ argument: Word, _ rule: RuleDraft, _ compilation: Compilation) -> Void

  let name: StaticString
  let kind: Kind
  let argument: Argument
  let standing: Standing
  let apply: Apply

  init(
    _ name: StaticString, _ kind: Kind, _ argument: Argument = .none, _ standing: Standing = .supported,
    _ apply: @escaping Apply = { _, _, _ in }
  ) {
    self.name = name
    self.kind = kind
    self.argument = argument
    self.standing = standing
    self.apply = apply
  }
}

/// Where a list of actions stands.
enum ActionPlace {
  case rule
  /// On a rule that goes on with a chain.
  case link
  case defaultAction
  /// In `SecRuleUpdateActionById`.
  case update
}

extension ActionRow.Kind {
  /// Whether `SecDefaultAction` may say it.
  var canBeDefault: Bool {
    switch self {
    case .disruptive, .status, .logging, .transformation, .tag: return true
    case .identity, .chain, .flow, .metadata, .matching, .effect: return false
    }
  }
}

private let actionNames = NameIndex(count: actionTable.count) { actionTable[$0].name }

extension Compilation {
  /// Applies actions to a rule in the order written; of two that exclude each other the last counts.
  func apply(_ actions: [ActionSyntax], to rule: RuleDraft, as place: ActionPlace) {
    var seen: [Int] = []
    for action in actions {
      let name = action.name.bytes
      // A missing comma, of which the parser has spoken.
      if name.contains(where: { $0.isASCIISpace }) { continue }
      guard let index = actionNames.find(name.span) else {
        reportUnknown(.unknownAction, action.name, among: actionNames.names)
        continue
      }
      let row = actionTable[index]
      warnOfReplaced(action.name, index, in: place, &seen)
      if hasProperArgument(action, row) && mayStand(row, action.name, in: place) {
        row.apply(action.argument ?? Word([], action.name.range), rule, self)
      }
    }
  }

  /// Of two ids, two messages or two different disruptive actions the last counts; both reference engines say nothing.
  private func warnOfReplaced(_ name: Word, _ index: Int, in place: ActionPlace, _ seen: inout [Int]) {
    let kind = actionTable[index].kind
    switch kind {
    case .identity, .metadata, .status: if seen.contains(index) { report(.actionRepeated, at: name.range, name.bytes) }
    case .disruptive:
      // Default actions such as "deny,block" are a habit.
      if place == .defaultAction { return }
      let replaces = seen.contains { $0 != index && actionTable[$0].kind == .disruptive }
      if replaces { report(.actionRepeated, at: name.range, name.bytes) }
    case .chain, .flow, .logging, .transformation, .tag, .matching, .effect: return
    }
    seen.append(index)
  }

  private func hasProperArgument(_ action: ActionSyntax, _ row: ActionRow) -> Bool {
    switch row.argument {
    case .none:
      guard let argument = action.argument, !argument.bytes.isEmpty else { return true }
      report(.unexpectedArgument, at: argument.range, argument.bytes)
      return false
    case .optional: return true
    case .required:
      if let argument = action.argument, !argument.bytes.isEmpty { return true }
      report(.missingArgument, at: action.name.range, action.name.bytes)
      return false
    }
  }

  private func mayStand(_ row: ActionRow, _ name: Word, in place: ActionPlace) -> Bool {
    switch row.standing {
    case .supported: break
    case .ignored: warnOnce(.actionIgnored, name.bytes, at: name.range)
    case .rejected:
      report(.actionNotSupported, at: name.range, name.bytes)
      return false
    }
    switch place {
    case .rule: return true
    case .link:
      // Rule files in the wild repeat id and phase on links; the chain has those of its first rule.
      if row.kind == .identity { return false }
      if row.kind == .disruptive {
        report(.disruptiveInChain, at: name.range, name.bytes)
        return false
      }
      return true
    case .defaultAction:
      if row.kind.canBeDefault || name.bytes.span.isEqualIgnoringCase(to: "phase") { return true }
      report(.actionNotAllowedInDefault, at: name.range, name.bytes)
      return false
    case .update:
      if row.kind != .identity && row.kind != .chain { return true }
      report(.badActionArgument, at: name.range, sentence("'", name.bytes, "' cannot be changed by an update"))
      return false
    }
  }
}
