import Bytes
import Operators
public import RuleEngine
import Transformations

/// A program as readable text, for tests and for people who ask what became of their rules.
///
/// Settings stand first, but only those that are not the engine's defaults; then the rules of each phase in their
/// order, each with what it looks at, what it asks and what it does. The same program always gives the same text.
public func dump(_ program: Program) -> [UInt8] {
  var output: [UInt8] = []
  appendSettings(program.settings, &output)
  for (index, phase) in program.phases.enumerated() where !phase.rules.isEmpty {
    output.append("phase ")
    output.append(decimal: index + 1)
    output.append("\n")
    var dump = RuleDump(pipelines: program.pipelines)
    for (place, rule) in phase.rules.enumerated() { dump.append(rule, place) }
    output.append(contentsOf: dump.output)
  }
  return output
}

/// Writes rules, a line for each of their parts.
struct RuleDump {
  let pipelines: PipelineTree
  var output: [UInt8] = []

  init(pipelines: PipelineTree) { self.pipelines = pipelines }

  mutating func append(_ rule: Rule, _ place: Int) {
    output.append("  ")
    output.append(decimal: place)
    output.append(": ")
    output.append(decimal: rule.metadata.id)
    output.append(" ")
    output.append(contentsOf: rule.metadata.file)
    output.append(":")
    output.append(decimal: rule.metadata.line)
    output.append("\n")
    appendParts(of: rule)
    line(rule.disruption, rule.status)
    line(rule.flow)
    if !rule.logs { line("nolog") }
    if !rule.audits { line("noauditlog") }
    var link = rule.next
    while let next = link {
      output.append("   and\n")
      appendParts(of: next)
      link = next.next
    }
  }

  private mutating func appendParts(of rule: Rule) {
    appendTargets(of: rule)
    if let test = rule.test {
      output.append(test.isNegated ? "    !@" : "    @")
      output.append(contentsOf: test.operatorName)
      output.append(" ")
      output.append(macro: test.argument)
      output.append("\n")
    }
    for node in pipelines.path(to: rule.pipeline) {
      line("t:", [UInt8](transformationTable[pipelines.nodes[node].transformation].name))
    }
    if rule.isMultiMatch { line("multiMatch") }
    if rule.isCapturing { line("capture") }
    for effect in rule.effects {
      output.append("    ")
      output.append(effect: effect)
      output.append("\n")
    }
    appendMetadata(rule.metadata)
  }

  private mutating func appendTargets(of rule: Rule) {
    if rule.targets.isEmpty && rule.exclusions.isEmpty { return }
    output.append("    ")
    for (index, target) in rule.targets.enumerated() {
      if index > 0 { output.append("|") }
      output.append(target: target)
    }
    for target in rule.exclusions {
      output.append("|!")
      output.append(target: target)
    }
    output.append("\n")
  }

  private mutating func appendMetadata(_ metadata: RuleMetadata) {
    line("msg ", metadata.message)
    line("logdata ", metadata.logData)
    if let severity = metadata.severity { line("severity ", Int(severity)) }
    if !metadata.revision.isEmpty { line("rev ", Macro(text: metadata.revision)) }
    if !metadata.version.isEmpty { line("ver ", Macro(text: metadata.version)) }
    if metadata.maturity > 0 { line("maturity ", metadata.maturity) }
    if metadata.accuracy > 0 { line("accuracy ", metadata.accuracy) }
    for tag in metadata.tags { line("tag ", tag) }
    if !metadata.raw.isEmpty { line("raw ", Macro(text: metadata.raw)) }
  }

  private mutating func line(_ disruption: Disruption, _ status: Int) {
    switch disruption {
    case .pass: break
    case .deny: line("deny ", status)
    case .drop: line("drop ", status)
    case .redirect(let url):
      line("status ", status)
      line("redirect ", url)
    case .allow(.transaction): line("allow")
    case .allow(.phase): line("allow phase")
    case .allow(.request): line("allow request")
    }
  }

  private mutating func line(_ flow: Flow) {
    switch flow {
    case .next: break
    case .skip(let count): line("skip ", count)
    case .skipTo(let place): line("skip to ", place)
    }
  }

  private mutating func line(_ text: StaticString, _ value: [UInt8] = []) {
    output.append("    ")
    output.append(text)
    output.append(contentsOf: value)
    output.append("\n")
  }

  private mutating func line(_ text: StaticString, _ number: Int) {
    var digits: [UInt8] = []
    digits.append(decimal: number)
    line(text, digits)
  }

  private mutating func line(_ text: StaticString, _ macro: Macro) {
    if macro.parts.isEmpty { return }
    var value: [UInt8] = []
    value.append(macro: macro)
    line(text, value)
  }
}
