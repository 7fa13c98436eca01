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
    for (finding, rule) in withoutEffect where !rule.isConditional { reportOnce(finding) }
    for (finding, rule) in withoutEffect where rule.isConditional {
      reportOnce(Diagnostic(finding.id, at: finding.range, found: finding.found, isNote: true))
    }
  }
}
