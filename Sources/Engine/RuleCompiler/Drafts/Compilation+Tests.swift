import Bytes
import Operators
import RuleEngine
import SecLang

extension Compilation {
  /// Prepares the operators of all rules that are left after the removals.
  func prepareTests() {
    resources.matchLimit = settings.matchLimit
    for entry in entries {
      guard case .rule(let head) = entry, !head.isRemoved else { continue }
      current = head
      prepareTest(of: head)
      for child in head.children {
        current = child
        prepareTest(of: child)
        if child.isBroken { head.isBroken = true }
      }
    }
    current = nil
  }

  private func prepareTest(of draft: RuleDraft) {
    guard let condition = draft.condition else { return }
    let name = condition.name?.bytes ?? [UInt8]("rx")
    // The parser has said so.
    if name.isEmpty { return }
    guard let index = operatorIndex(named: name.span) else {
      let word = condition.name ?? condition.argument
      return reportUnknown(
        .unknownOperator, word, among: operatorNames.names, prefix: "@")
    }
    let row = operatorTable[index]
    switch row.standing {
    case .rejected:
      guard case .failure(let problem) = make(index, condition.argument).result else { return }
      report(.operatorNotSupported, at: condition.name?.range ?? condition.argument.range, problem.detail)
    case .neverMatches:
      warnOnce(.operatorNeverMatches, name, at: condition.name?.range ?? condition.argument.range)
      // Not even when negated: its opposite is not known to hold either.
      draft.test = RuleTest(
        operator: Operator(), isNegated: false, argument: Macro(text: condition.argument.bytes),
        operatorName: [UInt8](row.name))
    case .supported:
      guard let prepared = prepare(index, condition.argument) else { return }
      let text = condition.argument.bytes
      // `%{2}` in a regular expression counts and is no macro.
      let hasMacros = row.expandsMacros && mayHoldMacro(text.span)
      let argument = hasMacros ? macro(condition.argument) : Macro(text: text)
      draft.test = RuleTest(
        operator: prepared, isNegated: condition.isNegated, argument: argument,
        operatorName: shared.text([UInt8](row.name)))
    }
  }

  /// The operator of a row for an argument; rules with the same one share it.
  private func prepare(_ row: Int, _ argument: Word) -> Operator? {
    var key = [UInt8(truncatingIfNeeded: row)]
    key.append(contentsOf: argument.bytes)
    let (index, isNew) = shared.operatorTexts.insert(key)
    if isNew { shared.operators.append(make(row, argument)) }
    var prepared = shared.operators[index]
    if let source = prepared.source, source != argument.range.source { prepared = make(row, argument) }
    switch prepared.result {
    case .success(let result): return result
    case .failure(let problem):
      report(problem, argument)
      return nil
    }
  }

  private func make(_ row: Int, _ argument: Word) -> PreparedOperator {
    let source = Int(argument.range.source)
    resources.includer = tree.sources.indices.contains(source) ? tree.sources[source].name : []
    resources.didReadFile = false
    let bytes = argument.bytes
    let result: Result<Operator, OperatorProblem>
    do throws(OperatorProblem) {
      result = .success(try operatorTable[row].make(bytes.span, resources))
    } catch {
      result = .failure(error)
    }
    return PreparedOperator(result: result, source: resources.didReadFile ? argument.range.source : nil)
  }

  private func report(_ problem: OperatorProblem, _ argument: Word) {
    let end = problem.offset &+ max(problem.length, 0)
    let range = argument.sourceRange(of: problem.offset..<max(problem.offset, end))
    switch problem.reason {
    case .badPattern: report(.badPattern, at: range, problem.detail)
    case .badArgument: report(.badOperatorArgument, at: range, problem.detail)
    case .missingData: report(.missingData, at: range, problem.detail)
    case .notSupported: report(.operatorNotSupported, at: range, problem.detail)
    }
  }
}
