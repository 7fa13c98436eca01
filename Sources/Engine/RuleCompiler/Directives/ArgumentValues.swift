import Bytes
import RuleEngine
import SecLang

// What arguments of directives and actions are made of; each says what is wrong when it is something else.
extension Compilation {
  /// The place of `word` in a list of values, without regard to case.
  @inline(never)
  func choice(_ word: Word, _ values: [StaticString], orReport id: DiagnosticID = .badArgument) -> Int? {
    let bytes = word.bytes
    for index in values.indices where bytes.span.isEqualIgnoringCase(to: values[index]) { return index }
    var text = sentence("'", bytes, "' is none of ")
    text.append(contentsOf: list(values))
    let candidates = values.map { [UInt8]($0) }
    report(id, at: word.range, text, suggestion: bytes.span.nearestName(among: candidates).map { candidates[$0] })
    return nil
  }

  /// `On` or `Off`.
  @inline(never)
  func flag(_ word: Word) -> Bool? { choice(word, ["Off", "On"]).map { $0 == 1 } }

  /// A decimal number within bounds.
  @inline(never)
  func number(_ word: Word, in range: ClosedRange<Int>, orReport id: DiagnosticID = .badArgument) -> Int? {
    let bytes = word.bytes
    guard let value = bytes.span.decimalNumber else {
      report(id, at: word.range, sentence("'", bytes, "' is not a number"))
      return nil
    }
    guard let number = Int(exactly: value), range.contains(number) else {
      report(.limitOutOfRange, at: word.range, bytes)
      return nil
    }
    return number
  }

  // What a directive sets is written by a closure that captures nothing, so that the table of directives stays data.

  /// Sets something to `On` or `Off`.
  @inline(never)
  func set(_ word: Word, _ set: (inout Settings, Bool) -> Void) {
    if let isOn = flag(word) { set(&settings, isOn) }
  }

  /// Sets something to a number within bounds.
  @inline(never)
  func set(_ word: Word, in range: ClosedRange<Int>, _ set: (inout Settings, Int) -> Void) {
    if let number = number(word, in: range) { set(&settings, number) }
  }

  /// Sets something by the place of `word` in a list of values.
  @inline(never)
  func set(_ word: Word, to values: [StaticString], _ set: (inout Settings, UInt8) -> Void) {
    if let index = choice(word, values) { set(&settings, UInt8(truncatingIfNeeded: index)) }
  }

  /// Sets what is done with a body over its limit.
  @inline(never)
  func set(_ word: Word, _ set: (inout Settings, BodyLimitAction) -> Void) {
    if let index = choice(word, ["Reject", "ProcessPartial"]) {
      set(&settings, index == 0 ? .reject : .processPartial)
    }
  }

  /// Letters of audit log parts: A to K, and Z.
  @inline(never)
  func auditParts(_ word: Word, orReport id: DiagnosticID = .badArgument) -> AuditParts? {
    var parts = AuditParts(rawValue: 0)
    for letter in word.bytes {
      guard (UInt8(ascii: "A")...UInt8(ascii: "K")).contains(letter) || letter == UInt8(ascii: "Z") else {
        report(id, at: word.range, sentence("'", word.bytes, "' are not audit log parts: these are A to K and Z"))
        return nil
      }
      parts.insert(AuditParts(letter: letter))
    }
    return parts
  }
}
