import Bytes
import RuleEngine
import SecLang

extension Compilation {
  /// Text with `%{VARIABLE.key}`, `%{VARIABLE:key}` and `%{VARIABLE:/pattern/}` references; a `%` without a brace stands
  /// for itself.
  @inline(never)
  func macro(_ word: Word) -> Macro {
    let (index, isNew) = shared.macroTexts.insert(word.bytes)
    if !isNew { return shared.macros[index] ?? newMacro(word) }
    let errorsBefore = errorCount
    let macro = newMacro(word)
    shared.macros.append(errorCount == errorsBefore ? macro : nil)
    return macro
  }

  private func newMacro(_ word: Word) -> Macro {
    let bytes = word.bytes
    var parts: [Macro.Part] = []
    var textStart = 0
    var index = 0
    while index + 1 < bytes.count {
      guard bytes[index] == UInt8(ascii: "%"), bytes[index + 1] == UInt8(ascii: "{") else {
        index += 1
        continue
      }
      if textStart < index { parts.append(.text(FixedBytes(Array(bytes[textStart..<index])))) }
      guard let end = bytes.span.firstIndex(of: UInt8(ascii: "}"), from: index) else {
        report(.badMacro, at: word.sourceRange(of: index..<bytes.count), Array(bytes[index...]))
        return Macro(parts: parts)
      }
      if let part = reference(word, index + 2..<end) { parts.append(part) }
      index = end + 1
      textStart = index
    }
    if textStart < bytes.count { parts.append(.text(FixedBytes(Array(bytes[textStart...])))) }
    return Macro(parts: parts)
  }

  /// What stands between `%{` and `}`.
  private func reference(_ word: Word, _ range: Range<Int>) -> Macro.Part? {
    let bytes = word.bytes
    var nameEnd = range.lowerBound
    while nameEnd < range.upperBound, bytes[nameEnd] != UInt8(ascii: "."), bytes[nameEnd] != UInt8(ascii: ":") {
      nameEnd += 1
    }
    let name = word.part(range.lowerBound..<nameEnd)
    let key = nameEnd < range.upperBound ? Array(bytes[(nameEnd + 1)..<range.upperBound]) : []
    if let inner = bytes.span.firstIndex(of: UInt8(ascii: "%"), from: range.lowerBound), inner + 1 < range.upperBound,
      bytes[inner + 1] == UInt8(ascii: "{")
    {
      let inside = inner..<(range.upperBound + 1)
      report(.nestedMacro, at: word.sourceRange(of: inside), Array(bytes[inside]))
      return nil
    }
    if name.bytes.isEmpty || key.contains(UInt8(ascii: "{")) {
      report(.badMacro, at: word.sourceRange(of: range), Array(bytes[(range.lowerBound - 2)..<(range.upperBound + 1)]))
      return nil
    }
    guard let variable = variable(named: name, unknown: .unknownMacroVariable) else { return nil }
    if !key.isEmpty && !variableTable[Int(variable.raw)].isCollection {
      report(.unexpectedSelector, at: word.sourceRange(of: range), name.bytes)
      return nil
    }
    let last = key.count - 1
    if last > 1, key[0] == UInt8(ascii: "/"), key[last] == UInt8(ascii: "/"),
      !Self.takesXPath(variableTable[Int(variable.raw)])
    {
      let word = word.part((nameEnd + 2)..<(range.upperBound - 1))
      return pattern(word, ignoresCase: true).map { .matching(variable, $0) }
    }
    return .variable(variable, key: key.isEmpty ? nil : selectorKey(key, of: variable))
  }
}
