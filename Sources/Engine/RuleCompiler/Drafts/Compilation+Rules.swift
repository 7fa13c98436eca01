import Bytes
import RuleEngine
import SecLang

extension Compilation {
  /// Reads a SecRule or SecAction and puts it in its place: the end of the list, or of the open chain.
  func addRule(_ directive: Directive) {
    let draft = RuleDraft(directive.range)
    let head = openChain
    current = draft
    defer { current = nil }
    switch directive.body {
    case .rule(let variables, let condition, let actions):
      let lists = targetLists(variables)
      draft.targets = lists.targets
      draft.exclusions = lists.exclusions
      draft.condition = condition
      apply(actions, to: draft, as: head == nil ? .rule : .link)
    case .actions(let actions):
      apply(actions, to: draft, as: head == nil ? .rule : .link)
    case .arguments:
      if !directive.isDamaged { report(.missingArgument, at: directive.name.range, directive.name.bytes) }
    }
    if directive.isDamaged { draft.isBroken = true }
    place(draft, in: directive)

    if let head {
      head.children.append(draft)
      if head.children.count == Self.chainLimit { report(.tooManyRules, at: draft.range, "a chain of this length") }
      if draft.chain == nil || head.children.count >= Self.chainLimit { openChain = nil }
    } else {
      finish(draft, directive)
      if draft.chain != nil { openChain = draft }
    }
  }

  private func place(_ draft: RuleDraft, in directive: Directive) {
    let index = Int(directive.range.source)
    guard tree.sources.indices.contains(index) else { return }
    draft.metadata.file = shared.text(tree.sources[index].name)
    draft.metadata.line = tree.sources[index].position(of: Int(directive.range.start)).line
  }

  private func finish(_ draft: RuleDraft, _ directive: Directive) {
    draft.defaults = defaults[Int(draft.metadata.phase.rawValue) - 1]
    if let defaults = draft.defaults {
      draft.metadata.tags += defaults.metadata.tags
      draft.tagTexts += defaults.tagTexts
    }
    if draft.hasID {
      var key: [UInt8] = []
      key.append(decimal: draft.metadata.id)
      if !ruleIDs.insert(key).isNew { report(.duplicateID, at: draft.idRange ?? draft.range, key) }
    } else if draft.condition != nil && !directive.isDamaged && !draft.isBroken {
      // A SecAction may go without, as in ModSecurity.
      report(.missingID, at: directive.name.range)
    }
    if entries.count == Self.ruleLimit { report(.tooManyRules, at: draft.range, "this rule") }
    if entries.count <= Self.ruleLimit { entries.append(.rule(draft)) }
  }

  /// Ends the reading of a chain at a place where no link can follow any more.
  func closeChain() {
    guard let head = openChain else { return }
    openChain = nil
    let last = head.children.last ?? head
    current = head
    report(.chainWithoutSuccessor, at: last.chain ?? last.range)
    current = nil
  }

  func addMarker(_ name: Word) {
    closeChain()
    entries.append(.marker(name))
  }

  /// SecDefaultAction: what rules of a phase do unless they say otherwise.
  func setDefaultAction(_ directive: Directive) {
    guard case .actions(let actions) = directive.body else {
      if !directive.isDamaged { report(.missingArgument, at: directive.name.range, directive.name.bytes) }
      return
    }
    let draft = RuleDraft(directive.range, isDefaultAction: true)
    apply(actions, to: draft, as: .defaultAction)
    if directive.isDamaged { return }
    if !draft.hasPhase { return report(.defaultActionIncomplete, at: directive.range, "phase") }
    if draft.disruption == nil { return report(.defaultActionIncomplete, at: directive.range, "disruptive action") }
    let phase = Int(draft.metadata.phase.rawValue)
    if defaults[phase - 1] != nil {
      return report(.defaultActionRepeated, at: directive.range, [0x30 + UInt8(truncatingIfNeeded: phase)])
    }
    defaults[phase - 1] = draft
  }
}
