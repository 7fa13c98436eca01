/// Which variables the rules of a program read, in targets or macros: what nobody reads the host need not be asked for.
struct VariableUse: Sendable {
  /// One bit for each row of `variableTable`.
  private var words: [UInt64] = [0, 0, 0, 0]

  init(_ phases: [[Rule]]) {
    for rules in phases {
      for rule in rules { add(rule) }
    }
  }

  func contains(_ variable: VariableIndex) -> Bool {
    words[Int(variable.raw &>> 6)] & (1 &<< UInt64(variable.raw & 63)) != 0
  }

  private mutating func add(_ head: Rule) {
    var link: Rule? = head
    while let rule = link {
      for target in rule.targets { insert(target.variable) }
      if let test = rule.test { add(test.argument) }
      add(rule.metadata.message)
      add(rule.metadata.logData)
      for tag in rule.metadata.tags { add(tag) }
      for effect in rule.effects { add(effect) }
      if case .redirect(let target) = rule.disruption { add(target) }
      link = rule.next
    }
  }

  private mutating func add(_ effect: Effect) {
    switch effect {
    case .setVariable(_, let key, _, let value):
      add(key.text)
      add(value)
    case .expireVariable(_, let key, let value), .setEnvironment(let key, let value):
      add(key)
      add(value)
    case .deprecateVariable(_, let key, _, _): add(key)
    case .openCollection(_, let key): add(key)
    case .mask(let name): if let name { add(name) }
    case .control: break
    }
  }

  private mutating func add(_ macro: Macro) {
    for part in macro.parts {
      switch part {
      case .text: break
      case .variable(let variable, _), .matching(let variable, _): insert(variable)
      }
    }
  }

  private mutating func insert(_ variable: VariableIndex) {
    words[Int(variable.raw &>> 6)] |= 1 &<< UInt64(variable.raw & 63)
  }
}
