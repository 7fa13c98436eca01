import Bytes
import LiteralSearch

/// `@containsWord text`: the text occurs in the value with no ASCII letter right before or behind it.
///
/// Only letters make a word longer: digits and `_` end it, as in ModSecurity. The empty text matches always.
final class ContainsWord: SearchingOperator, @unchecked Sendable {
  override func matches(_ value: Span<UInt8>, argument: Span<UInt8>, _ captures: inout Captures) -> Bool {
    prepare(argument)
    if text.isEmpty { return true }
    var from = 0
    while let hit = finder.firstIndex(in: value, from: from) {
      let end = hit + text.count
      let startsWord = hit == 0 || !value[hit - 1].isASCIILetter
      let endsWord = end >= value.count || !value[end].isASCIILetter
      if startsWord && endsWord { return true }
      from = hit + 1
    }
    return false
  }
}

extension OperatorRow {
  static let containsWord = OperatorRow("containsWord", expandsMacros: true) { argument, _ in ContainsWord(argument) }
}
