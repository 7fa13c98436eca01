import Bytes
import RuleEngine
import SecLang

/// A `SecRuleRemove…` or `SecRuleUpdate…`: it acts on rules before and after it alike.
struct RuleUpdate {
  enum Change {
    case remove
    case targets(TargetLists)
    case actions([ActionSyntax])
  }
  let matchers: [RuleMatcher]
  /// What the matchers were written as.
  let rules: Word
  let change: Change
  /// Which rule of a chain is meant: 0 for its first, as every update but `SecRuleUpdateActionById 10:1` means.
  var link = 0
}

extension Compilation {
  func applyUpdates() {
    for update in updates {
      var didApply = false
      for entry in entries {
        guard case .rule(let head) = entry, update.matchers.contains(where: { head.isMeant(by: $0) }),
          update.link <= head.children.count
        else { continue }
        didApply = true
        current = head
        if update.link > 0, case .actions(let actions) = update.change {
          apply(actions, to: head.children[update.link - 1], as: .link)
        } else {
          apply(update.change, to: head)
        }
        current = nil
      }
      if !didApply { report(.nothingToUpdate, at: update.rules.range, update.rules.bytes) }
    }
  }

  private func apply(_ change: RuleUpdate.Change, to head: RuleDraft) {
    switch change {
    case .remove: head.isRemoved = true
    case .targets(let lists):
      head.targets += lists.targets
      head.exclusions += lists.exclusions
      // What is not to be looked at must not be looked at by a later link either.
      for child in head.children { child.exclusions += lists.exclusions }
    case .actions(let actions): apply(actions, to: head, as: .update)
    }
  }
}
