import Bytes
import RuleEngine
import SecLang

extension ActionRow {
  /// `id:n`: from 1 on, once in all rules.
  static let id = ActionRow("id", .identity, .required) { id, rule, compilation in
    let bytes = id.bytes
    guard let number = bytes.span.decimalNumber, let id64 = Int64(exactly: number), id64 > 0 else {
      return compilation.report(.invalidID, at: id.range, bytes)
    }
    rule.metadata.id = id64
    rule.hasID = true
    rule.idRange = id.range
  }

  /// `phase:1` to `phase:5`, or `request` (2), `response` (4), `logging` (5).
  static let phase = ActionRow("phase", .identity, .required) { word, rule, compilation in
    let names: [StaticString] = ["request", "response", "logging"]
    let bytes = word.bytes
    var number = bytes.span.decimalNumber ?? 0
    for index in names.indices where bytes.span.isEqualIgnoringCase(to: names[index]) {
      number = [2, 4, 5][index]
    }
    guard let raw = UInt8(exactly: number), let phase = Phase(rawValue: raw) else {
      return compilation.reportUnknown(.invalidPhase, word, among: names.map { [UInt8]($0) })
    }
    rule.metadata.phase = phase
    rule.hasPhase = true
  }

  /// `msg:'text'`, with macros.
  static let msg = ActionRow("msg", .metadata, .optional) { text, rule, compilation in
    rule.metadata.message = compilation.macro(text)
    rule.messageText = text.bytes
  }

  /// `logdata:'text'`, with macros.
  static let logData = ActionRow("logdata", .metadata, .optional) { text, rule, compilation in
    rule.metadata.logData = compilation.macro(text)
  }

  /// `tag:'text'`, with macros; there may be many.
  static let tag = ActionRow("tag", .tag, .optional) { text, rule, compilation in
    rule.metadata.tags.append(compilation.macro(text))
    rule.tagTexts.append(compilation.shared.text(text.bytes))
  }

  /// `severity:2` or `severity:CRITICAL`.
  static let severity = ActionRow("severity", .metadata, .required) { word, rule, compilation in
    let names: [StaticString] = ["EMERGENCY", "ALERT", "CRITICAL", "ERROR", "WARNING", "NOTICE", "INFO", "DEBUG"]
    let bytes = word.bytes
    for index in names.indices where bytes.span.isEqualIgnoringCase(to: names[index]) {
      rule.metadata.severity = UInt8(index)
      return
    }
    if let number = bytes.span.decimalNumber, number < 8 {
      rule.metadata.severity = UInt8(number)
    } else {
      compilation.reportUnknown(.invalidSeverity, word, among: names.map { [UInt8]($0) })
    }
  }

  static let rev = ActionRow("rev", .metadata, .required) { text, rule, compilation in
    rule.metadata.revision = compilation.shared.text(text.bytes)
  }

  static let ver = ActionRow("ver", .metadata, .required) { text, rule, compilation in
    rule.metadata.version = compilation.shared.text(text.bytes)
  }

  static let maturity = ActionRow("maturity", .metadata, .required) { word, rule, compilation in
    if let number = compilation.number(word, in: 0...9, orReport: .badActionArgument) {
      rule.metadata.maturity = number
    }
  }

  static let accuracy = ActionRow("accuracy", .metadata, .required) { word, rule, compilation in
    if let number = compilation.number(word, in: 0...9, orReport: .badActionArgument) {
      rule.metadata.accuracy = number
    }
  }
}
