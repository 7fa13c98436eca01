import Bytes
import RuleEngine
import SecLang

// Directives that change or remove rules; where they stand does not matter.
extension DirectiveRow {
  /// SecRuleRemoveById 1 5-9 "12"
  static let ruleRemoveById = DirectiveRow("SecRuleRemoveById", arguments: 1...Int.max) { _, arguments, compilation in
    compilation.updateIDs(arguments[...], .remove)
  }

  /// SecRuleRemoveByTag TAG: the whole tag, case and all.
  static let ruleRemoveByTag = DirectiveRow("SecRuleRemoveByTag", arguments: 1...Int.max) { _, arguments, compilation in
    for argument in arguments { compilation.update([.tag(argument.bytes)], argument, .remove) }
  }

  /// SecRuleRemoveByMsg MESSAGE: the whole message as written.
  static let ruleRemoveByMsg = DirectiveRow("SecRuleRemoveByMsg") { _, arguments, compilation in
    compilation.update([.message(arguments[0].bytes)], arguments[0], .remove)
  }

  /// SecRuleUpdateTargetById 1 5-9 "!ARGS:name|REQUEST_URI"
  static let ruleUpdateTargetById = DirectiveRow("SecRuleUpdateTargetById", arguments: 2...Int.max) {
    _, arguments, compilation in
    guard let lists = compilation.updatedTargets(arguments[arguments.count - 1]) else { return }
    compilation.updateIDs(arguments.dropLast(), .targets(lists))
  }

  static let ruleUpdateTargetByTag = DirectiveRow("SecRuleUpdateTargetByTag", arguments: 2...2) {
    _, arguments, compilation in
    guard let lists = compilation.updatedTargets(arguments[1]) else { return }
    compilation.update([.tag(arguments[0].bytes)], arguments[0], .targets(lists))
  }

  static let ruleUpdateTargetByMsg = DirectiveRow("SecRuleUpdateTargetByMsg", arguments: 2...2) {
    _, arguments, compilation in
    guard let lists = compilation.updatedTargets(arguments[1]) else { return }
    compilation.update([.message(arguments[0].bytes)], arguments[0], .targets(lists))
  }

  /// SecRuleUpdateActionById 1 "pass,log": what is not said again stays; `10:1` is the first rule chained to rule 10.
  static let ruleUpdateActionById = DirectiveRow("SecRuleUpdateActionById", arguments: 2...Int.max) {
    _, arguments, compilation in
    var findings = Diagnostics()
    let actions = parseActions(arguments[arguments.count - 1], &findings)
    compilation.forward(findings)
    for word in arguments.dropLast() {
      let bytes = word.bytes
      let colon = bytes.span.firstIndex(of: UInt8(ascii: ":")) ?? bytes.count
      let link = word.part(min(colon + 1, bytes.count)..<bytes.count)
      let number = colon < bytes.count ? link.bytes.span.decimalNumber : 0
      guard let number, number <= UInt64(Compilation.chainLimit) else {
        compilation.report(
          .badArgument, at: link.range, "the number of a rule in its chain goes behind ':', as in 10:1")
        continue
      }
      let ids = word.part(0..<colon)
      let matchers = compilation.idRanges(ids, orReport: .badArgument).map { RuleMatcher.ids($0) }
      compilation.update(matchers, word, .actions(actions), link: Int(truncatingIfNeeded: number))
    }
  }
}

extension Compilation {
  /// Changes the rules that words of ids and ranges name.
  @inline(never)
  func updateIDs(_ words: ArraySlice<Word>, _ change: RuleUpdate.Change) {
    for word in words { update(idRanges(word, orReport: .badArgument).map { .ids($0) }, word, change) }
  }

  @inline(never)
  func update(_ matchers: [RuleMatcher], _ rules: Word, _ change: RuleUpdate.Change, link: Int = 0) {
    if matchers.isEmpty { return }
    updates.append(RuleUpdate(matchers: matchers, rules: rules, change: change, link: link))
  }

  /// Variables to add and, with `!`, to leave out.
  @inline(never)
  func updatedTargets(_ word: Word) -> TargetLists? {
    var findings = Diagnostics()
    let variables = parseVariables(word, &findings)
    forward(findings)
    var lists = TargetLists()
    for variable in variables {
      guard let target = target(variable) else { return nil }
      if variable.isExclusion { lists.exclusions.append(target) } else { lists.targets.append(target) }
    }
    return lists
  }
}
