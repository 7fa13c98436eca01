import Bytes
import RuleEngine
import SecLang

extension Compilation {
  /// The rules of each phase in their final order, with the places skips lead to.
  func link() -> [[Rule]] {
    let keepsRaw = mayAuditRules || settings.auditParts.contains(.matchedRules)
    var counts = [0, 0, 0, 0, 0]
    // How many rules of each phase stand before each entry.
    var places: [[Int]] = []
    for entry in entries {
      places.append(counts)
      if case .rule(let head) = entry, isKept(head) { counts[head.phaseIndex] += 1 }
    }
    var rules: [[Rule]] = [[], [], [], [], []]
    // Up to where rules of each phase can be skipped.
    var skipped = [0, 0, 0, 0, 0]
    for index in entries.indices {
      guard case .rule(let head) = entries[index], isKept(head) else { continue }
      let phase = head.phaseIndex
      let flow = flow(of: head, at: index, places, end: counts[phase])
      let place = rules[phase].count
      head.isConditional = place < skipped[phase]
      for child in head.children { child.isConditional = true }
      switch flow {
      case .next: break
      case .skip(let count): skipped[phase] = max(skipped[phase], place + 1 + count)
      case .skipTo(let target): skipped[phase] = max(skipped[phase], target)
      }
      rules[phase].append(freeze(head, flow, keepsRaw))
    }
    return rules
  }

  private func isKept(_ head: RuleDraft) -> Bool { !head.isRemoved && !head.isBroken }

  /// Where the phase goes on when the whole chain matched; a link may say it for its chain.
  private func flow(of head: RuleDraft, at index: Int, _ places: [[Int]], end: Int) -> Flow {
    var source = head
    for child in head.children where source.skipMarker == nil && source.skipCount == nil { source = child }
    if let marker = source.skipMarker {
      var names: [[UInt8]] = []
      for place in (index + 1)..<max(index + 1, entries.count) {
        guard case .marker(let name) = entries[place] else { continue }
        if name.bytes == marker.bytes { return .skipTo(places[place][head.phaseIndex]) }
        names.append(name.bytes)
      }
      reportUnknown(.unknownMarker, marker, among: names)
      return .skipTo(end)
    }
    if let count = source.skipCount { return .skip(count) }
    return .next
  }

  /// The chain as immutable rules, built from its last link.
  private func freeze(_ head: RuleDraft, _ flow: Flow, _ keepsRaw: Bool) -> Rule {
    var next: Rule?
    for child in head.children.reversed() { next = rule(child, head, .next, next, keepsRaw) }
    return rule(head, head, flow, next, keepsRaw)
  }

  private func rule(_ draft: RuleDraft, _ head: RuleDraft, _ flow: Flow, _ next: Rule?, _ keepsRaw: Bool) -> Rule {
    let defaults = head.defaults
    var metadata = draft.metadata
    metadata.id = head.metadata.id
    metadata.phase = head.metadata.phase
    if keepsRaw { metadata.raw = rawText(draft.range) }

    let inherited = draft.startsOver ? [] : defaults?.transformations ?? []
    let isHead = draft === head
    let disruption = isHead ? draft.disruption ?? defaults?.disruption ?? .pass : .pass
    // A link may say the status for its chain.
    let status = draft.status ?? draft.children.last { $0.status != nil }?.status ?? defaults?.status
    return Rule(
      metadata: metadata, targets: draft.targets, exclusions: draft.exclusions, test: draft.test,
      pipeline: pipelines.node(for: inherited + draft.transformations), isMultiMatch: draft.isMultiMatch,
      isCapturing: draft.isCapturing, effects: draft.effects, disruption: disruption,
      status: Self.status(status, for: disruption), flow: flow,
      logs: draft.logs ?? defaults?.logs ?? true,
      audits: draft.audits ?? draft.logs ?? defaults?.audits ?? defaults?.logs ?? true, next: next)
  }

  /// A redirect needs a status that redirects; anything else is 302 then, as in ModSecurity.
  private static func status(_ status: Int?, for disruption: Disruption) -> Int {
    guard case .redirect = disruption else { return status ?? 403 }
    switch status {
    case .some(let status) where (300...308).contains(status): return status
    default: return 302
    }
  }

  private func rawText(_ range: SourceRange) -> [UInt8] {
    guard tree.sources.indices.contains(Int(range.source)) else { return [] }
    let text = tree.sources[Int(range.source)].text
    guard range.start >= 0, range.start <= range.end, Int(range.end) <= text.count else { return [] }
    return Array(text[Int(range.start)..<Int(range.end)])
  }
}

extension RuleDraft {
  fileprivate var phaseIndex: Int { Int(metadata.phase.rawValue) - 1 }
}
