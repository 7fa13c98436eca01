import Bytes
import RuleEngine
import SecLang

extension DirectiveRow {
  static let auditEngine = DirectiveRow("SecAuditEngine") { _, arguments, compilation in
    compilation.set(arguments[0], to: ["Off", "RelevantOnly", "On"]) { $0.auditMode = AuditMode(rawValue: $1) ?? .on }
  }

  static let auditLogParts = DirectiveRow("SecAuditLogParts") { _, arguments, compilation in
    if let parts = compilation.auditParts(arguments[0]) { compilation.settings.auditParts = parts }
  }

  static let auditLogRelevantStatus = DirectiveRow("SecAuditLogRelevantStatus") { _, arguments, compilation in
    if let pattern = compilation.pattern(arguments[0], ignoresCase: false) {
      compilation.settings.auditRelevantStatus = pattern
    }
  }

  /// SecAuditLogFormat: Coraza's further formats are written as JSON.
  static let auditLogFormat = DirectiveRow("SecAuditLogFormat") { directive, arguments, compilation in
    guard let index = compilation.choice(arguments[0], ["JSON", "Native", "JsonLegacy", "OCSF"]) else { return }
    compilation.settings.auditFormat = index == 1 ? .native : .json
    if index > 1 { compilation.warnOnce(.directiveIgnored, arguments[0].bytes, at: arguments[0].range) }
  }
}
