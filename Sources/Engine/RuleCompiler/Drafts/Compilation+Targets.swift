import Bytes
import LinearRegex
import Operators
import RuleEngine
import SecLang

extension Compilation {
  /// The variables of a rule.
  func targetLists(_ variables: [VariableSyntax]) -> TargetLists {
    guard let key = sourceText(of: variables) else { return newTargetLists(variables) }
    let (index, isNew) = shared.targetTexts.insert(key)
    if !isNew { return shared.targetLists[index] ?? newTargetLists(variables) }
    let errorsBefore = errorCount
    let lists = newTargetLists(variables)
    shared.targetLists.append(errorCount == errorsBefore ? lists : nil)
    return lists
  }

  private func sourceText(of variables: [VariableSyntax]) -> [UInt8]? {
    guard let first = variables.first?.range, let last = variables.last?.range, first.source == last.source,
      tree.sources.indices.contains(Int(first.source))
    else { return nil }
    let text = tree.sources[Int(first.source)].text
    guard first.start >= 0, first.start <= last.end, Int(last.end) <= text.count else { return nil }
    return Array(text[Int(first.start)..<Int(last.end)])
  }

  private func newTargetLists(_ variables: [VariableSyntax]) -> TargetLists {
    var lists = TargetLists()
    for variable in variables {
      guard let target = target(variable) else { continue }
      if variable.isExclusion { lists.exclusions.append(target) } else { lists.targets.append(target) }
    }
    let isComplete = lists.targets.count + lists.exclusions.count == variables.count
    if isComplete && lists.targets.isEmpty, let first = variables.first { report(.onlyExclusions, at: first.range) }
    return lists
  }

  /// An entry of a variable list, or `nil` when it cannot be used.
  func target(_ syntax: VariableSyntax) -> Target? {
    guard let variable = variable(named: syntax.name) else { return nil }
    var target = Target(variable: variable, isCount: syntax.isCount)
    let row = variableTable[Int(variable.raw)]
    switch syntax.selector {
    case .none: break
    case .key(let key):
      if !row.isCollection {
        report(.unexpectedSelector, at: key.range, syntax.name.bytes)
        return nil
      }
      if Self.takesXPath(row) && !XMLPath.isSupported(key.bytes.span) {
        report(
          .badArgument, at: key.range,
          "of XPath only paths such as /a/b, //a/*, //a/@b, /a/text() and *[local-name()='a'] are known")
        return nil
      }
      target.selector = .key(selectorKey(key.bytes, of: variable))
    case .regex(let pattern):
      if !row.isCollection {
        report(.unexpectedSelector, at: pattern.range, syntax.name.bytes)
        return nil
      }
      guard let selector = regexSelector(pattern) else { return nil }
      target.selector = selector
    }
    return target
  }

  /// The key of a variable's member; those of TX are numbered.
  func selectorKey(_ name: [UInt8], of variable: VariableIndex) -> Selector.Key {
    variable == .tx ? shared.memberNames.key(name) : Selector.Key(name)
  }

  /// The variable of a rule or macro; reports when there is none to use.
  func variable(named name: Word, unknown: DiagnosticID = .unknownVariable) -> VariableIndex? {
    let bytes = name.bytes
    guard let variable = variableIndex(named: bytes.span) else {
      reportUnknown(unknown, name, among: variableNames.names)
      return nil
    }
    switch variableTable[Int(variable.raw)].standing {
    case .supported: return variable
    case .ignored:
      warnOnce(.variableIgnored, bytes, at: name.range)
      return variable
    case .rejected:
      report(.variableNotSupported, at: name.range, bytes)
      return nil
    }
  }

  private func regexSelector(_ word: Word) -> Selector? {
    let (index, isNew) = shared.patternTexts.insert(word.bytes)
    if !isNew, let selector = shared.selectors[index] { return selector }
    let selector = pattern(word, ignoresCase: true).map { Selector.regex($0) }
    if isNew { shared.selectors.append(selector) }
    return selector
  }

  /// A regular expression of the configuration itself, or `nil` when it does not compile.
  func pattern(_ word: Word, ignoresCase: Bool) -> Pattern? {
    var options = PatternOptions()
    options.ignoresCase = ignoresCase
    options.stepLimit = settings.matchLimit
    options.cacheBytes = self.options.patternCacheBytes
    let bytes = word.bytes
    do throws(PatternError) {
      return try Pattern(bytes.span, options)
    } catch {
      report(
        .badPattern, at: word.sourceRange(of: error.offset..<max(error.offset, bytes.count)), error.reason.sentence)
      return nil
    }
  }

  static func takesXPath(_ row: VariableRow) -> Bool {
    let name = ByteSlice(row.name)
    return name.span.isEqual(to: "XML") || name.span.hasSuffix(ByteSlice("_XML").span)
  }
}
