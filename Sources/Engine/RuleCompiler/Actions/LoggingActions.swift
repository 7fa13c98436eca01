extension ActionRow {
  static let log = ActionRow("log", .logging) { _, rule, _ in rule.logs = true }

  /// `nolog`: neither log, unless `auditlog` stands beside it.
  static let noLog = ActionRow("nolog", .logging) { _, rule, _ in rule.logs = false }

  static let auditLog = ActionRow("auditlog", .logging) { _, rule, _ in rule.audits = true }

  static let noAuditLog = ActionRow("noauditlog", .logging) { _, rule, _ in rule.audits = false }
}
