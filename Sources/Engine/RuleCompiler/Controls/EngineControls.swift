import Bytes
import RuleEngine
import SecLang

extension ControlRow {
  static let ruleEngine = ControlRow("ruleEngine", ["Off", "DetectionOnly", "On"]) { index in
    .engine(EngineMode(rawValue: UInt8(truncatingIfNeeded: index)) ?? .on)
  }

  static let auditEngine = ControlRow("auditEngine", ["Off", "RelevantOnly", "On"]) { index in
    .auditEngine(AuditMode(rawValue: UInt8(truncatingIfNeeded: index)) ?? .on)
  }

  /// `+E`, `-E`, or the whole set.
  static let auditLogParts = ControlRow("auditLogParts") { value, rule, compilation in
    let bytes = value.bytes
    let isRelative = bytes.first == UInt8(ascii: "+") || bytes.first == UInt8(ascii: "-")
    let letters = isRelative ? value.part(1..<bytes.count) : value
    guard let parts = compilation.auditParts(letters, orReport: .badActionArgument) else { return }
    if bytes.first == UInt8(ascii: "-") {
      rule.add(.control(.auditParts(on: [], off: parts, absolute: false)))
    } else {
      rule.add(.control(.auditParts(on: parts, off: [], absolute: !isRelative)))
      if parts.contains(.matchedRules) { compilation.mayAuditRules = true }
    }
  }

  static let debugLogLevel = ControlRow("debugLogLevel") { value, rule, compilation in
    guard let level = compilation.number(value, in: 0...9, orReport: .badActionArgument) else { return }
    rule.add(.control(.debugLogLevel(level)))
  }

  static let hashEngine = ControlRow("hashEngine", .ignored)
  static let hashEnforcement = ControlRow("hashEnforcement", .ignored)
}
