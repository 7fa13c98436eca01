import Bytes
import RuleEngine
import SecLang

extension ActionRow {
  /// `setvar:tx.name=value`, `=+1`, `=-1`, `tx.name` (1), `!tx.name` (removed); macros in name and value.
  static let setVar = ActionRow("setvar", .effect, .required) { word, rule, compilation in
    let isUnset = word.bytes.first == UInt8(ascii: "!")
    let word = isUnset ? word.part(1..<word.bytes.count) : word
    guard let assignment = compilation.assignment(word), let value = compilation.setValue(assignment.value, isUnset)
    else { return }
    rule.add(
      .setVariable(
        assignment.collection, key: MemberName(assignment.collection, assignment.key, &compilation.shared.memberNames),
        value.operation, value: value.text))
  }

  /// `expirevar:ip.name=seconds`.
  static let expireVar = ActionRow("expirevar", .effect, .required) { word, rule, compilation in
    guard let assignment = compilation.assignment(word) else { return }
    guard let seconds = assignment.value, !seconds.bytes.isEmpty else {
      return compilation.report(.badActionArgument, at: word.range, "'expirevar' needs a number of seconds after '='")
    }
    rule.add(
      .expireVariable(assignment.collection, key: assignment.key, seconds: compilation.macro(seconds)))
  }

  /// `initcol:ip=%{REMOTE_ADDR}`: opens a persistent collection under a key.
  static let initCol = ActionRow("initcol", .effect, .required) { word, rule, compilation in
    let bytes = word.bytes
    guard let equals = bytes.span.firstIndex(of: UInt8(ascii: "=")), equals + 1 < bytes.count else {
      return compilation.report(.badActionArgument, at: word.range, "'initcol' needs a collection, '=' and a key")
    }
    guard let collection = compilation.collection(word.part(0..<equals)) else { return }
    let key = compilation.macro(word.part((equals + 1)..<bytes.count))
    rule.add(.openCollection(collection, key: key))
  }

  static let setSid = ActionRow("setsid", .effect, .required) { key, rule, compilation in
    rule.add(.openCollection(.session, key: compilation.macro(key)))
  }

  static let setUid = ActionRow("setuid", .effect, .required) { key, rule, compilation in
    rule.add(.openCollection(.user, key: compilation.macro(key)))
  }

  static let setRsc = ActionRow("setrsc", .effect, .required) { key, rule, compilation in
    rule.add(.openCollection(.resource, key: compilation.macro(key)))
  }

  /// `setenv:name=value`: seen by ENV of the same transaction only.
  static let setEnv = ActionRow("setenv", .effect, .required) { word, rule, compilation in
    let bytes = word.bytes
    let equals = bytes.span.firstIndex(of: UInt8(ascii: "=")) ?? bytes.count
    let name = compilation.macro(word.part(0..<equals))
    let value = compilation.macro(word.part(min(equals + 1, bytes.count)..<bytes.count))
    rule.add(.setEnvironment(name: name, value: value))
  }

  /// `deprecatevar:session.score=60/300`: lower by 60 for every 300 seconds since the collection was saved.
  static let deprecateVar = ActionRow("deprecatevar", .effect, .required) { word, rule, compilation in
    guard let assignment = compilation.assignment(word) else { return }
    let bytes = assignment.value?.bytes ?? []
    let slash = bytes.span.firstIndex(of: UInt8(ascii: "/")) ?? bytes.count
    guard slash < bytes.count, let amount = bytes.span.extracting(0..<slash).decimalNumber,
      let seconds = bytes.span.extracting((slash + 1)..<bytes.count).decimalNumber, seconds > 0,
      amount <= 1_000_000_000, seconds <= 1_000_000_000
    else {
      return compilation.report(
        .badActionArgument, at: word.range, "'deprecatevar' needs an amount and seconds, as in =60/300")
    }
    rule.add(
      .deprecateVariable(
        assignment.collection, key: assignment.key, amount: Int64(amount), seconds: Int64(seconds)))
  }
}

extension Compilation {
  /// `collection.key=value` in its parts; `value` is `nil` without `=`.
  struct Assignment {
    let collection: WritableCollection
    let key: Macro
    let value: Word?
  }

  @inline(never)
  func assignment(_ word: Word) -> Assignment? {
    let bytes = word.bytes
    guard let dot = bytes.span.firstIndex(of: UInt8(ascii: ".")) else {
      report(.badActionArgument, at: word.range, "a collection and a dot must stand before the name, as in tx.name")
      return nil
    }
    guard let collection = collection(word.part(0..<dot)) else { return nil }
    let equals = Self.endOfKey(bytes, from: dot + 1)
    if equals == dot + 1 {
      report(.badActionArgument, at: word.range, "a name is missing after the dot")
      return nil
    }
    let value = equals < bytes.count ? word.part((equals + 1)..<bytes.count) : nil
    return Assignment(collection: collection, key: lowercased(macro(word.part((dot + 1)..<equals))), value: value)
  }

  /// The first `=` that is not inside a macro.
  private static func endOfKey(_ bytes: [UInt8], from start: Int) -> Int {
    var index = start
    var isInMacro = false
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "{") where index > start && bytes[index - 1] == UInt8(ascii: "%"): isInMacro = true
      case UInt8(ascii: "}"): isInMacro = false
      case UInt8(ascii: "=") where !isInMacro: return index
      default: break
      }
      index += 1
    }
    return index
  }

  /// Names of collections are kept in lower case; what macros bring is lowered when they are expanded.
  private func lowercased(_ macro: Macro) -> Macro {
    let parts = macro.parts.map { part in
      if case .text(let text) = part {
        return Macro.Part.text(FixedBytes([UInt8](text.slice).map { $0.lowercasedASCII }))
      }
      return part
    }
    return Macro(parts: parts)
  }

  func setValue(_ value: Word?, _ isUnset: Bool) -> (operation: Effect.SetOperation, text: Macro)? {
    if isUnset { return (.unset, .empty) }
    guard let value else { return (.assign, Macro(text: [UInt8(ascii: "1")])) }
    let bytes = value.bytes
    switch bytes.first {
    case .none:
      report(.badActionArgument, at: value.range, "a value is missing after '='")
      return nil
    case UInt8(ascii: "+"): return (.add, macro(value.part(1..<bytes.count)))
    case UInt8(ascii: "-"): return (.subtract, macro(value.part(1..<bytes.count)))
    default: return (.assign, macro(value))
    }
  }

  @inline(never)
  func collection(_ word: Word) -> WritableCollection? {
    let names: [StaticString] = ["tx", "ip", "global", "resource", "session", "user"]
    guard let index = choice(word, names, orReport: .badActionArgument) else { return nil }
    return WritableCollection(rawValue: UInt8(truncatingIfNeeded: index))
  }
}
