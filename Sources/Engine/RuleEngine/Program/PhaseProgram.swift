import Bytes
import LiteralSearch
import Operators

/// One bit per rule of a phase, 64 to a word.
typealias RuleSet = [UInt64]

/// The rules of one phase with what screening needs to know about them.
///
/// A rule whose values cannot change while the phase runs is screened: it is visited only when one of its values, taken
/// through its pipeline, fulfils what its operator requires. All other rules are always visited.
public final class PhaseProgram: @unchecked Sendable {
  public let number: Phase
  public let rules: [Rule]
  /// What can be asked of each rule before it is visited.
  let guards: [NumberGuard?]

  /// Words in each set of rules below.
  let wordCount: Int
  /// Words in a set of rules with a set of `nodes` behind it.
  let rowWidth: Int
  let alwaysVisited: RuleSet
  /// Which rules are screened; only their candidates are looked at value by value.
  let screened: RuleSet
  let screen: Screen?
  /// The nodes of the pipeline tree that screened rules use. Parents stand before children.
  let nodes: [Int]
  /// For each of `nodes`, `wordCount` words: the screened rules that use it.
  let nodeRules: [UInt64]
  let variables: [VariableScreening]

  /// Which screened rules look at a variable, with the `nodes` they use: sets of `rowWidth` words.
  struct VariableScreening: Sendable {
    let variable: VariableIndex
    /// Rules on all members, or on members chosen by a pattern.
    var all: RuleSet
    /// Rules on members with one key.
    var keys: [(key: Selector.Key, rules: RuleSet)]
  }

  init(_ number: Phase, _ rules: [Rule], _ pipelines: PipelineTree, _ options: EngineOptions) {
    self.number = number
    self.rules = rules
    guards = rules.map { rule in
      options.numberGuards ? NumberGuard(rule, recordsSilentMatches: options.recordsSilentMatches) : nil
    }
    let wordCount = (rules.count + 63) / 64
    self.wordCount = wordCount
    let none = RuleSet(repeating: 0, count: wordCount)
    var always = none
    var screened = none
    var requirements: [MatchRequirement] = []
    var rulesOfNode = [RuleSet](repeating: none, count: pipelines.nodes.count)
    var variables: [VariableScreening] = []

    for (index, rule) in rules.enumerated() {
      guard options.screening, let requirement = rule.requirement else {
        always.insert(index)
        requirements.append(MatchRequirement())
        continue
      }
      screened.insert(index)
      requirements.append(requirement)
      rulesOfNode[rule.pipeline].insert(index)
      if rule.isMultiMatch {
        // Each step's result is asked, so a hit on any of them makes a candidate.
        rulesOfNode[0].insert(index)
        for node in pipelines.path(to: rule.pipeline) { rulesOfNode[node].insert(index) }
      }
      for target in rule.targets { Self.note(target, index, none, &variables) }
    }
    alwaysVisited = always
    self.screened = screened
    var nodes: [Int] = []
    var nodeRules: [UInt64] = []
    for node in rulesOfNode.indices where !rulesOfNode[node].isDisjoint(with: screened) {
      nodes.append(node)
      nodeRules.append(contentsOf: rulesOfNode[node])
    }
    self.nodes = nodes
    self.nodeRules = nodeRules
    rowWidth = wordCount + (nodes.count + 63) / 64
    self.variables = variables.map { variable in
      var variable = variable
      variable.all = Self.withNodes(variable.all, nodeRules)
      for index in variable.keys.indices {
        variable.keys[index].rules = Self.withNodes(variable.keys[index].rules, nodeRules)
      }
      return variable
    }
    screen = variables.isEmpty ? nil : Screen(requirements)
  }

  /// The rules with, behind them, the nodes they use.
  private static func withNodes(_ rules: RuleSet, _ nodeRules: [UInt64]) -> RuleSet {
    let nodeCount = rules.isEmpty ? 0 : nodeRules.count / rules.count
    var nodes = RuleSet(repeating: 0, count: (nodeCount + 63) / 64)
    for node in 0..<nodeCount {
      let first = node * rules.count
      for word in rules.indices where rules[word] & nodeRules[first + word] != 0 { nodes.insert(node) }
    }
    return rules + nodes
  }

  private static func note(
    _ target: Target, _ rule: Int, _ none: RuleSet, _ variables: inout [VariableScreening]
  ) {
    var place = 0
    while place < variables.count && variables[place].variable != target.variable { place += 1 }
    if place == variables.count {
      variables.append(VariableScreening(variable: target.variable, all: none, keys: []))
    }
    guard case .key(let key) = target.selector, variableTable[Int(target.variable.raw)].hasPlainKeys else {
      variables[place].all.insert(rule)
      return
    }
    for index in variables[place].keys.indices where variables[place].keys[index].key.name == key.name {
      variables[place].keys[index].rules.insert(rule)
      return
    }
    var rules = none
    rules.insert(rule)
    variables[place].keys.append((key, rules))
  }
}

extension Rule {
  /// What a matching value holds, or `nil` when the rule must always be visited.
  fileprivate var requirement: MatchRequirement? {
    guard let test, !test.isNegated else { return nil }
    for target in targets where target.isCount || !variableTable[Int(target.variable.raw)].isStable { return nil }
    return test.argument.constant == nil ? MatchRequirement() : test.operator.requirement
  }
}

extension RuleSet {
  mutating func insert(_ rule: Int) { self[rule &>> 6] |= 1 &<< UInt64(rule & 63) }

  func contains(_ rule: Int) -> Bool { self[rule &>> 6] & (1 &<< UInt64(rule & 63)) != 0 }

  func isDisjoint(with other: RuleSet) -> Bool {
    for word in indices where self[word] & other[word] != 0 { return false }
    return true
  }

  /// The first rule at or after `start`, or `nil`.
  func next(from start: Int) -> Int? {
    var word = start &>> 6
    guard word < count else { return nil }
    var bits = self[word] & (UInt64.max &<< UInt64(start & 63))
    while bits == 0 {
      word += 1
      if word == count { return nil }
      bits = self[word]
    }
    return word &<< 6 + bits.trailingZeroBitCount
  }
}
