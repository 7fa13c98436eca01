public import Bytes
import LinearRegex

extension Transaction {
  /// The macro's text with each reference replaced by the first value it names; one that names nothing vanishes.
  ///
  /// - Returns: text that lives as long as the transaction and its program.
  package func expand(_ macro: Macro) -> ByteSlice {
    if let text = macro.constantSlice { return text }
    if macro.parts.count == 1 {
      switch macro.parts[0] {
      case .text: break
      case .variable(let variable, let key): return firstValue(of: variable, key) ?? .empty
      case .matching(let variable, let pattern): return firstValue(of: variable, pattern) ?? .empty
      }
    }
    var text: [UInt8] = []
    for part in macro.parts {
      switch part {
      case .text(let bytes): text.append(contentsOf: bytes)
      case .variable(let variable, let key):
        if let value = firstValue(of: variable, key) { text.append(value) }
      case .matching(let variable, let pattern):
        if let value = firstValue(of: variable, pattern) { text.append(value) }
      }
    }
    return arena.copy(text)
  }

  /// The first value of a variable, or `nil` when there is none.
  package func firstValue(of variable: VariableIndex, _ key: Selector.Key?) -> ByteSlice? {
    if variable == .tx, let key { return tx.value(key) }
    var found: [Value] = []
    let row = variableTable[Int(variable.raw)]
    guard let key else {
      row.fill(self, &found)
      return found.first?.value
    }
    if let find = row.find {
      find(self, key, &found)
      return found.first?.value
    }
    row.fill(self, &found)
    for value in found where value.hasKey(key) { return value.value }
    return nil
  }

  private func firstValue(of variable: VariableIndex, _ pattern: Pattern) -> ByteSlice? {
    var found: [Value] = []
    variableTable[Int(variable.raw)].fill(self, &found)
    for value in found where pattern.search(value.key.span) == .match { return value.value }
    return nil
  }
}
