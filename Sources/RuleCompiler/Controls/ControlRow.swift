import Bytes
import RuleEngine
import SecLang

/// One option of `ctl`.
struct ControlRow: Sendable {
  typealias Apply = @Sendable (_ value: Word, _ rule: RuleDraft, _ compilation: Compilation) -> Void

  let name: StaticString
  /// Whether it is accepted without effect, with one warning.
  let isIgnored: Bool
  let apply: Apply

  init(_ name: StaticString, isIgnored: Bool = false, _ apply: @escaping Apply = { _, _, _ in }) {
    self.name = name
    self.isIgnored = isIgnored
    self.apply = apply
  }

  /// An option with one of a list of values.
  init(
    _ name: StaticString, _ values: [StaticString], _ make: @escaping @Sendable (_ index: Int) -> Control
  ) {
    self.init(name) { value, rule, compilation in
      guard let index = compilation.choice(value, values, orReport: .badActionArgument) else { return }
      rule.add(.control(make(index)))
    }
  }
}

private let controlNames = NameIndex(controlTable.map { [UInt8]($0.name) })

extension ActionRow {
  /// `ctl:option=value`: changes the configuration for this transaction.
  static let ctl = ActionRow("ctl", .effect, .required) { word, rule, compilation in
    let bytes = word.bytes
    let equals = bytes.span.firstIndex(of: UInt8(ascii: "=")) ?? bytes.count
    let name = word.part(0..<equals)
    let nameBytes = name.bytes
    guard let index = controlNames.find(nameBytes.span) else {
      return compilation.reportUnknown(
        .unknownControl, name, among: controlTable.map { [UInt8]($0.name) })
    }
    let value = word.part(min(equals + 1, bytes.count)..<bytes.count)
    if value.bytes.isEmpty {
      return compilation.report(.missingArgument, at: name.range, sentence("ctl:", nameBytes, ""))
    }
    let row = controlTable[index]
    if row.isIgnored { compilation.warnOnce(.actionIgnored, sentence("ctl:", nameBytes, ""), at: name.range) }
    row.apply(value, rule, compilation)
  }
}
