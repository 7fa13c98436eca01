import Bytes
import RuleEngine
import SecLang

extension ControlRow {
  static let ruleRemoveById = ControlRow("ruleRemoveById") { value, rule, compilation in
    for range in compilation.idRanges(value, orReport: .badActionArgument) {
      rule.add(.control(.removeRule(.ids(range))))
    }
  }

  static let ruleRemoveByTag = ControlRow("ruleRemoveByTag") { value, rule, _ in
    rule.add(.control(.removeRule(.tag(value.bytes))))
  }

  static let ruleRemoveByMsg = ControlRow("ruleRemoveByMsg") { value, rule, _ in
    rule.add(.control(.removeRule(.message(value.bytes))))
  }

  /// `ruleRemoveTargetById=942100-942999;ARGS:password`, `;ARGS:/^p/`, `;ARGS`.
  static let ruleRemoveTargetById = ControlRow("ruleRemoveTargetById") { value, rule, compilation in
    guard let (rules, targets) = compilation.exception(value) else { return }
    for range in compilation.idRanges(rules, orReport: .badActionArgument) {
      for target in targets { rule.add(.control(.removeTarget(.ids(range), target))) }
    }
  }

  static let ruleRemoveTargetByTag = ControlRow("ruleRemoveTargetByTag") { value, rule, compilation in
    guard let (tag, targets) = compilation.exception(value) else { return }
    for target in targets { rule.add(.control(.removeTarget(.tag(tag.bytes), target))) }
  }

  static let ruleRemoveTargetByMsg = ControlRow("ruleRemoveTargetByMsg") { value, rule, compilation in
    guard let (message, targets) = compilation.exception(value) else { return }
    for target in targets { rule.add(.control(.removeTarget(.message(message.bytes), target))) }
  }
}

extension Compilation {
  /// The two sides of `rules;targets`.
  @inline(never)
  func exception(_ value: Word) -> (rules: Word, targets: [Target])? {
    let bytes = value.bytes
    guard let semicolon = bytes.span.firstIndex(of: UInt8(ascii: ";")), semicolon > 0, semicolon + 1 < bytes.count
    else {
      report(.badActionArgument, at: value.range, "rules, ';' and a variable are needed, as in 942100;ARGS:name")
      return nil
    }
    var findings = Diagnostics()
    let variables = parseVariables(value.part((semicolon + 1)..<bytes.count), &findings)
    forward(findings)
    var targets: [Target] = []
    for variable in variables {
      if let target = target(variable) { targets.append(target) }
    }
    return (value.part(0..<semicolon), targets)
  }

  /// Ids and ranges of ids, between blanks or commas: `1 5-9`.
  @inline(never)
  func idRanges(_ word: Word, orReport id: DiagnosticID) -> [ClosedRange<Int64>] {
    var ranges: [ClosedRange<Int64>] = []
    let bytes = word.bytes
    var start = 0
    while start < bytes.count {
      var end = start
      while end < bytes.count, !bytes[end].isASCIISpace, bytes[end] != UInt8(ascii: ",") { end += 1 }
      if end > start {
        let part = word.part(start..<end)
        if let range = Self.idRange(part.bytes) {
          ranges.append(range)
        } else {
          report(id, at: part.range, sentence("'", part.bytes, "' is neither a rule id nor a range of ids"))
        }
      }
      start = end + 1
    }
    return ranges
  }

  private static func idRange(_ bytes: [UInt8]) -> ClosedRange<Int64>? {
    let span = bytes.span
    let dash = span.firstIndex(of: UInt8(ascii: "-")) ?? bytes.count
    guard let low = span.extracting(0..<dash).decimalNumber, let first = Int64(exactly: low) else { return nil }
    if dash == bytes.count { return first...first }
    guard let high = span.extracting((dash + 1)..<bytes.count).decimalNumber, let last = Int64(exactly: high),
      first <= last
    else { return nil }
    return first...last
  }
}
