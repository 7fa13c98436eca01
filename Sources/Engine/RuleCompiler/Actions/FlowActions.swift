import Bytes
import SecLang

extension ActionRow {
  /// `chain`: the next rule must match as well.
  static let chain = ActionRow("chain", .chain) { argument, rule, _ in rule.chain = argument.range }

  /// `skip:n`: leaves out the next n rules of the phase.
  static let skip = ActionRow("skip", .flow, .required) { count, rule, compilation in
    guard let number = compilation.number(count, in: 0...1_000_000, orReport: .badActionArgument) else { return }
    rule.skipCount = number
    rule.skipMarker = nil
  }

  /// `skipAfter:marker`: goes on behind the marker; there is no way back.
  static let skipAfter = ActionRow("skipAfter", .flow, .required) { marker, rule, _ in
    rule.skipMarker = marker
    rule.skipCount = nil
  }
}
