public import Bytes
import LinearRegex

extension Transaction {
  /// The macro's text with each reference replaced by the first value it names; one that names nothing vanishes.
  ///
  /// - Returns: text that lives as long as the transaction and its program.
  package func expand(_ macro: Macro) -> ByteSlice {
    if let text = macro.constantSlice { return text }
    if macro.parts.count == 1 { return text(of: macro.parts[0]) }
    var text: [UInt8] = []
    for part in macro.parts {
      let piece = self.text(of: part)
      guard mayTake(work: piece.count, memory: 2 * (text.count + piece.count)) else { return .empty }
      text.append(piece)
    }
    return arena.copy(text)
  }

  /// What a part stands for; text of the program's own, or of the transaction's.
  func text(of part: Macro.Part) -> ByteSlice {
    switch part {
    case .text(let text): text.slice
    case .variable(let variable, let key): firstValue(of: variable, key) ?? .empty
    case .matching(let variable, let pattern): firstValue(of: variable, pattern) ?? .empty
    }
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
    for value in found where finds(pattern, in: value.key) { return value.value }
    return nil
  }
}
