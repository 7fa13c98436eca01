import Bytes
import RuleEngine
import SecLang

/// One option of `ctl`.
struct ControlRow: Sendable {
  typealias Apply = @Sendable (_ value: Word, _ rule: RuleDraft, _ compilation: Compilation) -> Void

  enum Effect {
    case apply(Apply)
    /// One of a list of values says what is controlled.
    case choose([StaticString], @Sendable (_ index: Int) -> Control)
    /// Accepted without effect, with one warning.
    case ignored
  }

  let name: StaticString
  let effect: Effect

  /// Always inlined: so the table is data of the module, which costs neither code nor time to fill.
  @inline(__always)
  init(_ name: StaticString, _ effect: Effect) {
    self.name = name
    self.effect = effect
  }

  @inline(__always)
  init(_ name: StaticString, _ apply: @escaping Apply) { self.init(name, .apply(apply)) }

  @inline(__always)
  init(_ name: StaticString, _ values: [StaticString], _ make: @escaping @Sendable (_ index: Int) -> Control) {
    self.init(name, .choose(values, make))
  }
}

private let controlNames = NameIndex(count: controlTable.count) { controlTable[$0].name }

extension ActionRow {
  /// `ctl:option=value`: changes the configuration for this transaction.
  static let ctl = ActionRow("ctl", .effect, .required) { word, rule, compilation in
    let bytes = word.bytes
    let equals = bytes.span.firstIndex(of: UInt8(ascii: "=")) ?? bytes.count
    let name = word.part(0..<equals)
    let nameBytes = name.bytes
    guard let index = controlNames.find(nameBytes.span) else {
      return compilation.reportUnknown(.unknownControl, name, among: controlNames.names)
    }
    let value = word.part(min(equals + 1, bytes.count)..<bytes.count)
    if value.bytes.isEmpty {
      return compilation.report(.missingArgument, at: name.range, sentence("ctl:", nameBytes, ""))
    }
    switch controlTable[index].effect {
    case .apply(let apply): apply(value, rule, compilation)
    case .choose(let values, let make):
      guard let index = compilation.choice(value, values, orReport: .badActionArgument) else { return }
      rule.add(.control(make(index)))
    case .ignored: compilation.warnOnce(.actionIgnored, sentence("ctl:", nameBytes, ""), at: name.range)
    }
  }
}
