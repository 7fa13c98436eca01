import Bytes

/// The rules that matchers mean, found once per program: `ctl` actions name the same ones in every transaction.
final class RuleSelections {
  private let program: Program
  private var matchers: [RuleMatcher] = []
  /// For each matcher and phase, the rules meant.
  private var rules: [[RuleSet]] = []

  init(_ program: Program) { self.program = program }

  func index(of matcher: RuleMatcher) -> Int {
    for index in matchers.indices where matchers[index] == matcher { return index }
    matchers.append(matcher)
    rules.append(
      program.phases.map { phase in
        var set = RuleSet(repeating: 0, count: phase.wordCount)
        for (place, rule) in phase.rules.enumerated() where matcher.matches(rule.metadata) { set.insert(place) }
        return set
      })
    return matchers.count - 1
  }

  func contains(_ index: Int, _ place: Int, _ phase: Phase) -> Bool {
    rules[index][Int(phase.rawValue) - 1].contains(place)
  }
}

/// What `ctl:ruleRemove…` has switched off for one transaction.
struct RuntimeRemovals {
  private let selections: RuleSelections
  private var rules: [Int] = []
  private var targets: [(selection: Int, target: Target)] = []

  init(_ selections: RuleSelections) { self.selections = selections }

  var hasRules: Bool { !rules.isEmpty }
  var hasTargets: Bool { !targets.isEmpty }

  // A rule says the same for each of its values that match: once is enough.

  mutating func remove(_ matcher: RuleMatcher) {
    let selection = selections.index(of: matcher)
    if !rules.contains(selection) { rules.append(selection) }
  }

  mutating func remove(_ target: Target, of matcher: RuleMatcher) {
    let selection = selections.index(of: matcher)
    for (other, known) in targets
    where other == selection && known.variable == target.variable && known.selector.isSame(as: target.selector) {
      return
    }
    targets.append((selection, target))
  }

  func contains(_ place: Int, _ phase: Phase) -> Bool {
    for selection in rules where selections.contains(selection, place, phase) { return true }
    return false
  }

  /// The targets taken away from a rule; a chain's links follow its head.
  func targets(of place: Int, _ phase: Phase) -> [Target] {
    var found: [Target] = []
    for (selection, target) in targets where selections.contains(selection, place, phase) { found.append(target) }
    return found
  }
}

extension Selector {
  /// Whether both come from the same place, or are keys alike.
  fileprivate func isSame(as other: Selector) -> Bool {
    switch (self, other) {
    case (.all, .all): true
    case (.key(let key), .key(let other)): key.hash == other.hash && key.name == other.name
    case (.regex(let pattern), .regex(let other)): pattern === other
    default: false
    }
  }
}

extension RuleMatcher {
  /// Whether the rule is one of those meant; tags and messages are compared whole.
  public func matches(_ rule: RuleMetadata) -> Bool {
    switch self {
    case .ids(let range): return range.contains(rule.id)
    case .message(let message): return rule.message.constant == message
    case .tag(let tag):
      for candidate in rule.tags where candidate.constantSlice?.span.isEqual(to: tag.span) == true { return true }
      return false
    }
  }
}
