import Bytes
import Operators

/// A rule's first test where it only compares numbers in TX; asked before the rule itself is looked at.
///
/// Rule sets guard their sections and count their scores with such rules, the Core Rule Set with several hundred.
struct NumberGuard: Sendable {
  enum Operand: Sendable {
    case constant(Int64)
    case member(Int32)
  }
  /// What is left to do when the test holds.
  enum Rest: Sendable {
    /// Nothing but to go on where the rule says.
    case flow
    /// The effects and conclusion: there is no other link.
    case effects
    /// All, the test included.
    case everything
  }
  let rest: Rest
  private let member: Int32
  private let isCount: Bool
  private let isNegated: Bool
  private let relation: NumberRelation
  private let operand: Operand

  /// - Returns: `nil` when the rule's test is of another kind.
  init?(_ rule: Rule, recordsSilentMatches: Bool) {
    guard let test = rule.test, let relation = test.operator.relation, rule.pipeline == 0, rule.targets.count == 1,
      rule.exclusions.isEmpty, rule.targets[0].variable == .tx, case .key(let key) = rule.targets[0].selector,
      key.number >= 0, let operand = Operand(test.argument)
    else { return nil }
    member = key.number
    rest =
      rule.next != nil || rule.isCapturing
      ? .everything
      : rule.isSilent && !recordsSilentMatches ? .flow : .effects
    isCount = rule.targets[0].isCount
    isNegated = test.isNegated
    self.relation = relation
    self.operand = operand
  }

  /// Whether the test holds now, no target being taken away by `ctl`.
  func holds(_ tx: KeyedStore) -> Bool {
    let value = tx.value(number: member)
    let left: Int64
    if isCount {
      left = value == nil ? 0 : 1
    } else {
      guard let value else { return false }
      left = value.span.leadingInteger
    }
    let right: Int64
    switch operand {
    case .constant(let number): right = number
    case .member(let member): right = tx.value(number: member)?.span.leadingInteger ?? 0
    }
    return relation.holds(left, right) != isNegated
  }
}

extension Rule {
  /// Whether a match leaves no trace but where the phase goes on.
  fileprivate var isSilent: Bool {
    guard case .pass = disruption else { return false }
    return next == nil && effects.isEmpty && !logs && !audits && metadata.severity == nil
  }
}

extension NumberGuard.Operand {
  init?(_ argument: Macro) {
    if let text = argument.constantSlice {
      self = .constant(text.span.leadingInteger)
    } else if argument.parts.count == 1, case .variable(.tx, let key?) = argument.parts[0], key.number >= 0 {
      self = .member(key.number)
    } else {
      return nil
    }
  }
}
