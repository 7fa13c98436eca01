import Bytes
import LinearRegex
import Operators

extension Transaction {
  /// Runs a rule and the links chained to it.
  ///
  /// - Returns: whether all links matched; the effects of those that did have been carried out.
  func run(_ head: Rule, at place: Int, _ phase: PhaseProgram) -> Bool {
    matched.removeAll(keepingCapacity: true)
    currentRule = head
    let exceptions = removals.hasTargets ? removals.targets(of: place, phase.number) : []
    guard evaluate(head, exceptions, phase.screened.contains(place) ? place : nil) else { return false }
    var last = head
    while let next = last.next {
      guard evaluate(next, exceptions, nil) else { return false }
      last = next
    }
    conclude(head, last, phase.number)
    return true
  }

  /// Does what is left to do for a rule without a chain whose test on one member of TX holds.
  func perform(_ rule: Rule, _ number: Phase) {
    matched.removeAll(keepingCapacity: true)
    currentRule = rule
    let target = rule.targets[0]
    if case .key(let key) = target.selector {
      let value = tx.value(key)
      let count = ByteSlice(value == nil ? "0" : "1")
      matched.append(MatchedValue(target, key: tx.name(key), value: target.isCount ? count : value ?? .empty))
    }
    for effect in rule.effects { perform(effect) }
    conclude(rule, rule, number)
  }

  /// Asks one link's operator of each of its values, and performs its effects for each that matches.
  ///
  /// - Parameter screened: the rule's place in its phase when only candidate values need to be asked.
  private func evaluate(_ link: Rule, _ exceptions: [Target], _ screened: Int?) -> Bool {
    guard let test = link.test else {
      for effect in link.effects { perform(effect) }
      return true
    }
    var values = self.values
    self.values = []
    var argument = expand(test.argument)
    var isMatch = false
    for target in link.targets {
      values.removeAll(keepingCapacity: true)
      select(target, link.exclusions, exceptions, &values)
      if target.isCount {
        let count = decimal(values.count)
        if ask(link, test, &argument, Value(count), target) { isMatch = true }
        continue
      }
      for value in values {
        if let screened, !candidates.contains(screened, value: value.id) { continue }
        guard mayTake(work: 16) else { break }
        if ask(link, test, &argument, value, target) { isMatch = true }
      }
    }
    self.values = values
    return isMatch
  }

  /// The values a target names, without those that exclusions or `ctl` take away.
  private func select(_ target: Target, _ exclusions: [Target], _ exceptions: [Target], _ values: inout [Value]) {
    let row = variableTable[Int(target.variable.raw)]
    switch target.selector {
    case .all: row.fill(self, &values)
    case .key(let key) where row.find != nil: row.find?(self, key, &values)
    case .key, .regex:
      row.fill(self, &values)
      remove(target.selector, isNamed: false, from: &values)
    }
    for exclusion in exclusions where exclusion.variable == target.variable {
      remove(exclusion.selector, isNamed: true, from: &values)
    }
    for exception in exceptions where exception.variable == target.variable {
      remove(exception.selector, isNamed: true, from: &values)
    }
  }

  /// Takes away the values a selector names, or those it does not. Not inlined: a removal is much code.
  @inline(never)
  private func remove(_ selector: Selector, isNamed: Bool, from values: inout [Value]) {
    values.removeAll { names(selector, $0) == isNamed }
  }

  /// Takes a value through the link's pipeline and asks the operator; with `multiMatch` after each step that changed it.
  private func ask(
    _ link: Rule, _ test: RuleTest, _ argument: inout ByteSlice, _ value: Value, _ target: Target
  ) -> Bool {
    if !link.isMultiMatch { return ask(link, test, &argument, value, form(of: value, link.pipeline), target) }
    var isMatch = ask(link, test, &argument, value, value.value, target)
    var before = value.value
    for node in program.pipelines.path(to: link.pipeline) {
      let form = form(of: value, node)
      if form == before { continue }
      if ask(link, test, &argument, value, form, target) { isMatch = true }
      before = form
    }
    return isMatch
  }

  private func form(of value: Value, _ node: Int) -> ByteSlice {
    if node == 0 { return value.value }
    guard value.id >= 0, program.options.transformationCache else {
      return versions.transform(value.value, node, self)
    }
    return versions[versions.form(versions.row(id: value.id, value.value), node, self)]
  }

  private func ask(
    _ link: Rule, _ test: RuleTest, _ argument: inout ByteSlice, _ value: Value, _ form: ByteSlice, _ target: Target
  ) -> Bool {
    guard mayTake(work: form.count) else { return false }
    captures.clear()
    captures.isWanted = link.isCapturing && !test.isNegated
    let holds = test.operator.matches(form.span, argument: argument.span, &captures)
    if captures.limitWasExceeded { noteMatchLimit() }
    guard holds != test.isNegated else { return false }
    matched.append(MatchedValue(target, key: value.key, value: form))
    if captures.isWanted { store(captures, form) }
    for effect in link.effects { perform(effect) }
    // A match changes what the argument's macros name: MATCHED_VAR, captures, variables the rule sets.
    argument = expand(test.argument)
    return true
  }

  /// TX.0–TX.9 as the operator captured them; those it did not are unset.
  private func store(_ captures: Captures, _ form: ByteSlice) {
    for number in 0..<Captures.limit {
      let member = Int32(number)
      guard number < captures.groups.count, let group = captures.groups[number] else {
        tx.set(number: member, nil)
        continue
      }
      let range = Int(group.start)..<max(Int(group.start), Int(group.end))
      let text =
        group.isOwnText ? arena.copy(captures.ownText).extracting(range) : form.extracting(range)
      tx.set(number: member, text)
    }
  }

  private func noteMatchLimit() {
    matchLimitWasExceeded = true
    fail(.undecided)
    let key = ByteSlice("msc_pcre_limits_exceeded")
    tx.set(key, hash: Selector.Key.hash(key.span), ByteSlice("1"))
  }
}

extension Transaction {
  /// Whether the selector names the value.
  func names(_ selector: Selector, _ value: Value) -> Bool {
    switch selector {
    case .all: true
    case .key(let key): value.hasKey(key)
    case .regex(let pattern): finds(pattern, in: value.key)
    }
  }

  /// Whether a pattern of the configuration's own occurs in a text. One that gives up is noted: its answer counts for
  /// nothing.
  func finds(_ pattern: Pattern, in text: ByteSlice) -> Bool {
    let outcome = pattern.search(text.span)
    if outcome == .limitExceeded { noteMatchLimit() }
    return outcome == .match
  }
}
