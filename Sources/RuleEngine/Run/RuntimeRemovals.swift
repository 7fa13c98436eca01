import Bytes

/// What `ctl:ruleRemove…` has switched off for one transaction.
struct RuntimeRemovals {
  private var rules: [RuleMatcher] = []
  private var targets: [(matcher: RuleMatcher, target: Target)] = []

  var hasRules: Bool { !rules.isEmpty }
  var hasTargets: Bool { !targets.isEmpty }

  mutating func remove(_ matcher: RuleMatcher) { rules.append(matcher) }

  mutating func remove(_ target: Target, of matcher: RuleMatcher) { targets.append((matcher, target)) }

  func contains(_ rule: Rule) -> Bool {
    for matcher in rules where matcher.matches(rule.metadata) { return true }
    return false
  }

  /// The targets taken away from a rule; a chain's links follow its head.
  func targets(of head: Rule) -> [Target] {
    var found: [Target] = []
    for (matcher, target) in targets where matcher.matches(head.metadata) { found.append(target) }
    return found
  }
}

extension RuleMatcher {
  /// Whether the rule is one of those meant; tags and messages are compared whole.
  public func matches(_ rule: RuleMetadata) -> Bool {
    switch self {
    case .ids(let range): return range.contains(rule.id)
    case .message(let message): return rule.message.constant == message
    case .tag(let tag):
      for candidate in rule.tags where candidate.constant == tag { return true }
      return false
    }
  }
}
