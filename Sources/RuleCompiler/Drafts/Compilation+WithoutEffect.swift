import RuleEngine
import SecLang

// Operators, variables and actions that are accepted without effect: @rbl, GEO, exec.
extension Compilation {
  /// Reports what has no effect, once for each name: a warning where a rule always runs, a note where it only runs if
  /// other rules let it.
  ///
  /// The core rule set 3.3 asks block lists and countries in rules that its own settings leave out unless somebody wants
  /// them. Nobody can act on a warning about these; who writes such a rule and means it must have one.
  func reportRulesWithoutEffect() {
    if withoutEffect.isEmpty { return }
    markConditionalRules()
    for (finding, rule) in withoutEffect where !rule.isConditional { reportOnce(finding) }
    for (finding, rule) in withoutEffect where rule.isConditional {
      reportOnce(Diagnostic(finding.id, at: finding.range, found: finding.found, isNote: true))
    }
  }

  /// A rule is conditional when it is a later link of a chain, or when a rule before it in its phase can skip it.
  private func markConditionalRules() {
    var markers: [[[UInt8]]] = [[], [], [], [], []]
    var skips = [0, 0, 0, 0, 0]
    for entry in entries {
      switch entry {
      case .marker(let name):
        for phase in markers.indices { markers[phase].removeAll { $0 == name.bytes } }
      case .rule(let head):
        let phase = head.phaseIndex
        head.isConditional = !markers[phase].isEmpty || skips[phase] > 0
        for child in head.children { child.isConditional = true }
        if head.isRemoved { continue }
        let source = head.skippingLink
        skips[phase] = max(skips[phase] - 1, source.skipCount ?? 0)
        if let marker = source.skipMarker { markers[phase].append(marker.bytes) }
      }
    }
  }
}
