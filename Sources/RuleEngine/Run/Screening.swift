import Bytes
import LiteralSearch

/// Which rules of a phase can match at all, value by value.
struct Candidates {
  /// Rules to visit.
  var rules: RuleSet = []
  /// For each value id, `wordCount` words: the screened rules that may match it.
  private var byValue: [UInt64] = []
  /// The screen's answers for the forms of the value being looked at.
  private var answers: [UInt64] = []
  private var answeredForms: [Int] = []
  private var answer: [UInt64] = []
  private var values: [Value] = []

  init() {}

  /// Whether a screened rule may match the value.
  func contains(_ rule: Int, value id: Int32, wordCount: Int) -> Bool {
    let word = Int(id) * wordCount + rule &>> 6
    return id >= 0 && word < byValue.count && byValue[word] & (1 &<< UInt64(rule & 63)) != 0
  }

  /// Screens everything the transaction holds for the rules of `phase`.
  mutating func find(_ phase: PhaseProgram, _ transaction: Transaction) {
    rules = phase.alwaysVisited
    guard let screen = phase.screen else { return }
    let wordCount = phase.wordCount
    byValue.removeAll(keepingCapacity: true)
    byValue.append(contentsOf: repeatElement(0, count: transaction.data.idCount * wordCount))
    answer = [UInt64](repeating: 0, count: wordCount)
    for variable in phase.variables { ask(variable, wordCount, transaction) }
    for id in 0..<transaction.data.idCount {
      let first = id * wordCount
      var isAsked = false
      for word in first..<(first + wordCount) where byValue[word] != 0 { isAsked = true }
      if isAsked { test(Int32(truncatingIfNeeded: id), phase, screen, transaction) }
    }
  }

  /// Notes for each value of a variable the rules that look at it.
  private mutating func ask(
    _ variable: PhaseProgram.VariableScreening, _ wordCount: Int, _ transaction: Transaction
  ) {
    values.removeAll(keepingCapacity: true)
    variableTable[Int(variable.variable.raw)].fill(transaction, &values)
    for value in values where value.id >= 0 {
      let first = Int(value.id) * wordCount
      for word in 0..<wordCount { byValue[first + word] |= variable.all[word] }
      for (key, rules) in variable.keys where value.hasKey(key) {
        for word in 0..<wordCount { byValue[first + word] |= rules[word] }
      }
    }
  }

  /// Leaves of the rules that look at a value those that may match one of its forms.
  private mutating func test(_ id: Int32, _ phase: PhaseProgram, _ screen: Screen, _ transaction: Transaction) {
    let wordCount = phase.wordCount
    let first = Int(id) * wordCount
    let table = transaction.versions
    let isNew = !table.hasRow(id: id)
    let row = table.row(id: id, transaction.data.slices[Int(id)])
    answers.removeAll(keepingCapacity: true)
    answeredForms.removeAll(keepingCapacity: true)
    var isCandidate = false
    var kept = RuleSet(repeating: 0, count: wordCount)
    for (node, rules) in phase.nodes {
      var isWanted = false
      for word in 0..<wordCount where rules[word] & byValue[first + word] != 0 { isWanted = true }
      guard isWanted else { continue }
      let place = answers(for: table.form(row, node, transaction.arena), table, screen, wordCount)
      for word in 0..<wordCount {
        let hits = answers[place + word] & rules[word] & byValue[first + word]
        if hits != 0 {
          kept[word] |= hits
          isCandidate = true
        }
      }
    }
    for word in 0..<wordCount {
      byValue[first + word] = kept[word]
      self.rules[word] |= kept[word]
    }
    if isNew && !isCandidate { table.dropRow(id: id, row) }
  }

  /// Where in `answers` the screen's answer for a form begins; each form is asked once.
  private mutating func answers(for form: Int, _ table: VersionTable, _ screen: Screen, _ wordCount: Int) -> Int {
    for index in answeredForms.indices where answeredForms[index] == form { return index * wordCount }
    screen.test(table[form].span, &answer)
    answeredForms.append(form)
    answers.append(contentsOf: answer)
    return answers.count - wordCount
  }
}
