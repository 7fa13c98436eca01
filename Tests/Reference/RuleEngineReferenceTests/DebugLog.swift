import Bytes
import Foundation
import SecLang
import XCTest

@testable import RuleEngine
@testable import RuleEngineTests

/// What libmodsecurity's debug log would say of a case, in its words and as far as its tests look for it.
///
/// We keep no such log. What it says of a rule's values is seen by running the rules up to that one with
/// `@unconditionalMatch` in place of its operator, what it says of the rest by rules that look at the state.
struct DebugLog {
  private(set) var text = ""
  private let rules: [RuleText]
  private let testCase: RegressionCase
  /// The places of the rules that matched.
  private var matched: Set<Int> = []

  init(of testCase: RegressionCase) throws {
    self.testCase = testCase
    rules = RuleText.split(testCase.rules)
    (text, matched) = try runner(of: rules).run(testCase.exchange) { transaction in
      (Self.matches(of: transaction), Set(transaction.matches.map { $0.rule.metadata.line - 1 }))
    }
    for index in rules.indices where rules[index].isRule { text += try evaluation(of: index) }
    text += try bodies()
  }

  private static func matches(of transaction: Transaction) -> String {
    var text = transaction.settings.engineMode == .off ? "Rule engine disabled, returning...\n" : ""
    for match in transaction.matches {
      text += "Saving msg: \(match.message.escaped)\n"
      for tag in match.tags { text += "Rule tag: \(tag.escaped)\n" }
    }
    return text + (transaction.interruption.map { "[4] Running action \($0.kind)\n" } ?? "")
  }

  /// What the log says of one rule or link: its values, whether it matched, what it captured and what it stored.
  private func evaluation(of index: Int) throws -> String {
    let rule = rules[index]
    let head = rules[...index].lastIndex { !$0.isLink } ?? index
    let before = Array(rules[..<index])
    let after = rules[(index + 1)...].filter { !$0.isRule }
    var text = "(Rule: \(rule.id)) Rule: \(rule.id). Executing operator \"\(rule.operatorName)\" with param "
    text += "\"\(rule.operatorArgument)\" against \(rule.variables).\n"
    guard let values = try state(before + [rule.probe] + after, ofRuleAt: head) else {
      return text + """
        Rule returned 0.
        Rule id: \(rule.id) was skipped due to a ruleRemoveById action...
        Skipped rule id '\(rule.id)'. Skipped due to a ruleRemoveByTag action.
        Skipped rule id '\(rule.id)'. Removed by an SecRuleRemove directive.
        Skipped rule id '\(rule.id)'. Removed by a SecRuleRemoveByTag directive.

        """
    }
    if rule.variables.isEmpty { text += "Executing unconditional rule\n" }
    for (name, value) in values {
      for transformation in rule.transformations { text += "[9]  T (0) t:\(transformation): \"\(value)\"\n" }
      text += "[9] Target value: \"\(value)\" (Variable: \(name))\n"
    }
    for (name, value) in try look("TX|IP|GLOBAL|RESOURCE|SESSION|USER|ENV", after: before + [rule] + after) {
      text += "Saving variable: \(name) with value: \(value)\n"
      if name.hasPrefix("ENV:") { text += "Setting environment variable: \(name.dropFirst(4)) to \(value)\n" }
      guard name.hasPrefix("TX:"), let number = Int(name.dropFirst(3)) else { continue }
      text += "Added regex subexpression TX.\(number): \(value)\nAdded DetectXSS match TX.\(number): \(value)\n"
    }
    return text + "[4] Rule returned \(matched.contains(head) ? 1 : 0).\n"
  }

  /// What it says of the bodies.
  private func bodies() throws -> String {
    var text = ""
    let warnings = [
      "MULTIPART_BOUNDARY_WHITESPACE": "Multipart: Warning: boundary whitespace in C-T header.",
      "MULTIPART_BOUNDARY_QUOTED": "Multipart: Warning: boundary was quoted.",
      "MULTIPART_DATA_BEFORE": "Multipart: Warning: seen data before first boundary.",
      "MULTIPART_LF_LINE": "Multipart: Warning: incorrect line endings used (LF).",
      "MULTIPART_INVALID_QUOTING": "Multipart: Warning: invalid quoting used.",
    ]
    for (name, value) in try look(warnings.keys.sorted().joined(separator: "|"), after: rules) where value == "1" {
      text += warnings[name]! + "\n"
    }
    for (_, value) in try look("REQBODY_ERROR_MSG", after: rules) { text += value + "\n" }
    for (name, value) in try look("ARGS_POST", after: rules) {
      let line = value.replacingOccurrences(of: "\\x0d\\x0a", with: "")
      text += "Adding request argument (BODY): name \"\(name.dropFirst(10))\", value \"\(line)\"\n"
    }
    if try look("RESPONSE_BODY", after: rules).allSatisfy({ $0.1.isEmpty }) {
      text += "Response Content-Type is text/html. It is not marked to be inspected.\n"
    }
    return text
  }

  /// What a last rule sees of some variables.
  private func look(_ variables: String, after rules: [RuleText]) throws -> [(String, String)] {
    let rule = RuleText("SecRule \(variables) \"@unconditionalMatch\" \"id:999999999,phase:5\"")
    return try state(rules + [rule], ofRuleAt: rules.count) ?? []
  }

  /// The names and values that matched in the last rule that ran; `nil` if the rule at `index` did not match.
  private func state(_ rules: [RuleText], ofRuleAt index: Int) throws -> [(String, String)]? {
    try runner(of: rules).run(testCase.exchange) { transaction in
      guard transaction.matches.contains(where: { $0.rule.metadata.line == index + 1 }) else { return nil }
      return transaction.matched.map { ($0.name(transaction.arena).escaped, $0.value.escaped) }
    }
  }

  private func runner(of rules: [RuleText]) throws -> RuleRunner {
    try RuleRunner(rules.map(\.line).joined(separator: "\n") + "\n", files: RegressionCase.files)
  }
}

/// One directive on one line, and what is to be known of it.
private struct RuleText {
  var line: String
  var isRule = false
  /// Whether the rule is chained to the one before it.
  var isLink = false
  private var isChained = false
  private var actions = ""
  private(set) var id = ""
  private(set) var variables = ""
  private(set) var operatorName = ""
  private(set) var operatorArgument = ""
  private(set) var transformations: [String] = []

  /// The directives of `text` and of what it includes, one each.
  static func split(_ text: String) -> [RuleText] {
    var diagnostics = Diagnostics()
    let tree = parse(Source(name: [], text: Array(text.utf8)), RegressionCase.files, &diagnostics)
    var rules: [RuleText] = []
    for directive in tree.directives {
      let text = tree.sources[Int(directive.range.source)].text
      let bytes = text[Int(directive.range.start)..<Int(directive.range.end)]
      var rule = RuleText(String(decoding: bytes, as: UTF8.self).replacingOccurrences(of: "\\\n", with: ""))
      rule.isLink = rule.isRule && (rules.last(where: \.isRule)?.isChained ?? false)
      rules.append(rule)
    }
    return rules
  }

  init(_ line: String) {
    self.line = line
    var diagnostics = Diagnostics()
    let source = Source(name: [], text: Array(line.utf8))
    guard let directive = parse(source, MemorySourceLoader(), &diagnostics).directives.first else { return }
    func text(_ range: SourceRange) -> String {
      String(decoding: source.text[Int(range.start)..<Int(range.end)], as: UTF8.self)
    }
    var actionList: [ActionSyntax] = []
    switch directive.body {
    case .rule(let variables, let test, let actions):
      self.variables = variables.map { text($0.range) }.joined(separator: "|")
      let name = String(decoding: test.name?.bytes ?? Array("rx".utf8), as: UTF8.self)
      operatorName = name.prefix(1).uppercased() + name.dropFirst()
      operatorArgument = String(decoding: test.argument.bytes, as: UTF8.self)
      actionList = actions
    case .actions(let actions) where text(directive.name.range).lowercased() == "secaction": actionList = actions
    default: return
    }
    isRule = true
    for action in actionList {
      let name = text(action.name.range)
      let argument = action.argument.map { text($0.range) }
      switch name.lowercased() {
      case "chain":
        isChained = true
        continue
      case "id": id = argument ?? ""
      case "t": transformations.append(argument ?? "")
      default: break
      }
      let isPlain = argument?.contains(where: { "'\"".contains($0) }) ?? true
      actions += (actions.isEmpty ? "" : ",") + name + (argument.map { isPlain ? ":\($0)" : ":'\($0)'" } ?? "")
    }
  }

  /// The rule, made to match whatever it looks at, and without the links chained to it.
  var probe: RuleText {
    var probe = self
    probe.line =
      variables.isEmpty
      ? "SecAction \"\(actions)\"" : "SecRule \(variables) \"@unconditionalMatch\" \"\(actions)\""
    return probe
  }
}
