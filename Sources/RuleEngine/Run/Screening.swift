import Bytes
import LiteralSearch

/// Which rules of a phase can match at all, value by value.
final class Candidates {
  /// Rules to visit.
  private var rules: RuleSet = []
  private var wordCount = 0
  /// For each value id, `wordCount` words: the screened rules that may match it.
  private var byValue: [UInt64] = []
  /// The screen's answers for the forms of the value being looked at.
  private var answers: [UInt64] = []
  private var answeredForms: [Int] = []
  private var answer: [UInt64] = []
  private var values: [Value] = []

  /// The next rule to visit at or after `place`, or `nil`.
  func next(from place: Int) -> Int? { rules.next(from: place) }

  /// Whether a screened rule may match the value.
  func contains(_ rule: Int, value id: Int32) -> Bool {
    let word = Int(id) * wordCount + rule &>> 6
    return id >= 0 && word < byValue.count && byValue[word] & (1 &<< UInt64(rule & 63)) != 0
  }

  /// Gives back what one unusually large transaction needed.
  func reset() {
    if byValue.capacity > 65_536 { byValue = [] }
    if values.capacity > 4_096 { values = [] }
  }

  /// Screens everything the transaction holds for the rules of `phase`.
  func find(_ phase: PhaseProgram, _ transaction: Transaction) {
    rules = phase.alwaysVisited
    wordCount = phase.wordCount
    guard let screen = phase.screen else { return }
    let idCount = transaction.data.idCount
    byValue.removeAll(keepingCapacity: true)
    byValue.append(contentsOf: repeatElement(0, count: idCount * wordCount))
    answer.removeAll(keepingCapacity: true)
    answer.append(contentsOf: repeatElement(0, count: wordCount))
    for variable in phase.variables { ask(variable, transaction) }
    for id in 0..<idCount where isAsked(id) { test(Int32(truncatingIfNeeded: id), phase, screen, transaction) }
  }

  private func isAsked(_ id: Int) -> Bool {
    for word in (id * wordCount)..<((id + 1) * wordCount) where byValue[word] != 0 { return true }
    return false
  }

  /// Notes for each value of a variable the rules that look at it.
  private func ask(_ variable: PhaseProgram.VariableScreening, _ transaction: Transaction) {
    values.removeAll(keepingCapacity: true)
    variableTable[Int(variable.variable.raw)].fill(transaction, &values)
    for value in values where value.id >= 0 {
      add(variable.all, to: value.id)
      for (key, rules) in variable.keys where value.hasKey(key) { add(rules, to: value.id) }
    }
  }

  private func add(_ rules: RuleSet, to id: Int32) {
    let first = Int(id) * wordCount
    for word in 0..<wordCount { byValue[first + word] |= rules[word] }
  }

  /// Leaves of the rules that look at a value those that may match one of its forms.
  private func test(_ id: Int32, _ phase: PhaseProgram, _ screen: Screen, _ transaction: Transaction) {
    let first = Int(id) * wordCount
    let table = transaction.versions
    let isNew = !table.hasRow(id: id)
    let row = table.row(id: id, transaction.data.slices[Int(id)])
    answers.removeAll(keepingCapacity: true)
    answeredForms.removeAll(keepingCapacity: true)
    // The set of those that may match is collected behind the set of those that look.
    for word in 0..<wordCount { answer[word] = 0 }
    let kept = answers.count
    answers.append(contentsOf: answer)
    answeredForms.append(-1)
    var nodeRules = 0
    for node in phase.nodes {
      var isWanted = false
      for word in 0..<wordCount where phase.nodeRules[nodeRules + word] & byValue[first + word] != 0 { isWanted = true }
      if isWanted {
        let place = answers(for: table.form(row, node, transaction.arena), table, screen)
        for word in 0..<wordCount {
          answers[kept + word] |= answers[place + word] & phase.nodeRules[nodeRules + word] & byValue[first + word]
        }
      }
      nodeRules += wordCount
    }
    var isCandidate = false
    for word in 0..<wordCount {
      let hits = answers[kept + word]
      if hits != 0 { isCandidate = true }
      byValue[first + word] = hits
      rules[word] |= hits
    }
    if isNew && !isCandidate { table.dropRow(id: id, row) }
  }

  /// Where in `answers` the screen's answer for a form begins; each form is asked once.
  private func answers(for form: Int, _ table: VersionTable, _ screen: Screen) -> Int {
    for index in answeredForms.indices where answeredForms[index] == form { return index * wordCount }
    screen.test(table[form].span, &answer)
    answeredForms.append(form)
    answers.append(contentsOf: answer)
    return answers.count - wordCount
  }
}
