import Bytes
import LiteralSearch

/// Which rules of a phase can match at all, value by value.
///
/// Each value id has a row of bits: the screened rules that look at the value, and behind them the pipelines those rules
/// use. Screening clears the bits of those rules that cannot match any of the value's forms.
final class Candidates {
  /// Rules to visit.
  private var rules: RuleSet = []
  private var rows: [UInt64] = []
  private var wordCount = 0
  private var rowWidth = 0
  /// The different forms of the value at hand, and for each the rules it must be screened for.
  private var forms: [Int] = []
  private var rulesOfForm: [UInt64] = []
  private var values: [Value] = []

  /// The next rule to visit at or after `place`, or `nil`.
  func next(from place: Int) -> Int? { rules.next(from: place) }

  /// Whether a screened rule may match the value.
  func contains(_ rule: Int, value id: Int32) -> Bool {
    let word = Int(id) * rowWidth + rule &>> 6
    return id >= 0 && word < rows.count && rows[word] & (1 &<< UInt64(rule & 63)) != 0
  }

  /// Gives back what one unusually large transaction needed.
  func reset() {
    if rows.capacity > 65_536 { rows = [] }
    if values.capacity > 4_096 { values = [] }
  }

  /// What the rows of bits take.
  var memoryBytes: Int { 8 * rows.count }

  /// Screens everything the transaction holds for the rules of `phase`.
  func find(_ phase: PhaseProgram, _ transaction: Transaction) {
    rules.removeAll(keepingCapacity: true)
    rules.append(contentsOf: phase.alwaysVisited)
    guard let screen = phase.screen else { return }
    wordCount = phase.wordCount
    rowWidth = phase.rowWidth
    let idCount = transaction.data.idCount
    rows.removeAll(keepingCapacity: true)
    guard transaction.mayTake(work: 0, memory: 8 * idCount * rowWidth) else { return rules.removeAll() }
    rows.append(contentsOf: repeatElement(0, count: idCount * rowWidth))
    for variable in phase.variables { look(variable, transaction) }
    let memo = transaction.engine.memo(of: phase)
    for id in 0..<idCount where isLookedAt(id) {
      let row = id * rowWidth
      let value = transaction.data.slices[id].span
      if memo?.recall(value, &rows, row) != true {
        guard transaction.mayTake(work: 64) else { return }
        test(Int32(truncatingIfNeeded: id), phase, screen, transaction)
        memo?.remember(rows, row)
      }
      for word in 0..<wordCount { rules[word] |= rows[row + word] }
    }
  }

  /// A rule that looks at a value uses a pipeline, be it the empty one.
  private func isLookedAt(_ id: Int) -> Bool {
    for word in (id * rowWidth + wordCount)..<((id + 1) * rowWidth) where rows[word] != 0 { return true }
    return false
  }

  /// Notes for each value of a variable the rules that look at it.
  private func look(_ variable: PhaseProgram.VariableScreening, _ transaction: Transaction) {
    values.removeAll(keepingCapacity: true)
    variableTable[Int(variable.variable.raw)].fill(transaction, &values)
    for value in values where value.id >= 0 {
      add(variable.all, to: value.id)
      for (key, rules) in variable.keys where value.hasKey(key) { add(rules, to: value.id) }
    }
  }

  private func add(_ bits: [UInt64], to id: Int32) {
    let first = Int(id) * rowWidth
    for word in 0..<rowWidth { rows[first + word] |= bits[word] }
  }

  /// Tests a value: its row, which held all rules that look at it, then holds only those that may match one of its forms.
  private func test(_ id: Int32, _ phase: PhaseProgram, _ screen: Screen, _ transaction: Transaction) {
    let row = Int(id) * rowWidth
    let table = transaction.versions
    let isNew = !table.hasRow(id: id)
    let versions = table.row(id: id, transaction.data.slices[Int(id)])
    forms.removeAll(keepingCapacity: true)
    rulesOfForm.removeAll(keepingCapacity: true)
    for word in 0..<(rowWidth - wordCount) {
      var pipelines = rows[row + wordCount + word]
      while pipelines != 0 {
        let place = word &<< 6 + pipelines.trailingZeroBitCount
        pipelines &= pipelines &- 1
        note(table.form(versions, phase.nodes[place], transaction), row, phase.nodeRules, place * wordCount)
      }
    }
    var isCandidate = false
    for word in 0..<wordCount { rows[row + word] = 0 }
    for (index, form) in forms.enumerated() {
      let first = index * wordCount
      guard transaction.mayTake(work: table[form].count) else { return }
      screen.narrow(&rulesOfForm, from: first, table[form].span, holding: table.bytes(of: form))
      for word in 0..<wordCount {
        rows[row + word] |= rulesOfForm[first + word]
        if rulesOfForm[first + word] != 0 { isCandidate = true }
      }
    }
    if isNew && !isCandidate { table.dropRow(id: id, versions) }
  }

  /// Notes that a form must be screened for the rules in `nodeRules` that look at the value.
  private func note(_ form: Int, _ row: Int, _ nodeRules: [UInt64], _ first: Int) {
    var index = 0
    while index < forms.count && forms[index] != form { index += 1 }
    if index == forms.count {
      forms.append(form)
      for word in 0..<wordCount { rulesOfForm.append(nodeRules[first + word] & rows[row + word]) }
      return
    }
    for word in 0..<wordCount {
      rulesOfForm[index * wordCount + word] |= nodeRules[first + word] & rows[row + word]
    }
  }
}
