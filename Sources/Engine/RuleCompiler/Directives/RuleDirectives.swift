import Bytes
import RuleEngine
import SecLang

extension DirectiveRow {
  /// SecRule VARIABLES "OPERATOR" "ACTIONS"
  static let rule = DirectiveRow("SecRule", arguments: 0...Int.max) { directive, _, compilation in
    compilation.addRule(directive)
  }

  /// SecAction "ACTIONS": a rule that always matches.
  static let action = DirectiveRow("SecAction", arguments: 0...Int.max) { directive, _, compilation in
    compilation.addRule(directive)
  }

  /// SecMarker NAME: where `skipAfter:NAME` leads to, in every phase.
  static let marker = DirectiveRow("SecMarker") { _, arguments, compilation in
    compilation.addMarker(arguments[0])
  }

  /// SecDefaultAction "phase:2,log,auditlog,pass": once for each phase, for the rules after it.
  static let defaultAction = DirectiveRow("SecDefaultAction", arguments: 0...Int.max) { directive, _, compilation in
    compilation.setDefaultAction(directive)
  }

  /// SecIgnoreRuleCompilationErrors On: rules after it that have errors are left out, with a warning.
  static let ignoreRuleCompilationErrors = DirectiveRow("SecIgnoreRuleCompilationErrors") { _, arguments, compilation in
    if let flag = compilation.flag(arguments[0]) { compilation.leavesOutBrokenRules = flag }
  }
}
