import Foundation
import RuleEngine

/// What rules did in a scenario, told so that engines can be compared.
struct ScenarioOutcome: Equatable, CustomStringConvertible {
  var loads = true
  /// Each logged match: `id=1 phase=2 msg=… data=…`, control characters and backslashes as `\xHH`.
  var matches: [String] = []
  /// The status of a denial, with the location of a redirect.
  var disruption: String?

  static let loadError: ScenarioOutcome = {
    var outcome = ScenarioOutcome()
    outcome.loads = false
    return outcome
  }()

  var description: String {
    guard loads else { return "  LOADERR" }
    return (matches.map { "  MATCH \($0)" } + (disruption.map { ["  DISRUPTIVE \($0)"] } ?? [])).joined(separator: "\n")
  }
}

extension ScenarioOutcome {
  /// Reads the lines that an engine printed; `nil` when it crashed or printed something unknown.
  init?(printed lines: [String]) {
    for line in lines {
      // libmodsecurity prints a stray piece of the rules in front of two of its messages.
      if line.contains("  LOADERR") {
        self = .loadError
        return
      }
      guard read(line) else { return nil }
    }
  }

  private mutating func read(_ line: String) -> Bool {
    if line.hasPrefix("  MATCH ") {
      matches.append(Self.sortedDump(String(line.dropFirst(8))))
    } else if let found = line.wholeMatch(of: #/  DISRUPTIVE 1 status=(\d+) action=\w+ data=(.*) rule=\d+/#) {
      disruption = Self.disruption(found.1, found.2)
    } else if let found = line.wholeMatch(of: #/  INTERVENTION status=(\d+)(?: url=(.*))?/#) {
      disruption = Self.disruption(found.1, found.2 ?? "")
    } else if let found = line.firstMatch(
      of: #/^   log=.*?\(phase (\d)\).*?\[id "(\d+)"\].*?\[msg "(.*?)"\] \[data "(.*?)"\]/#)
    {
      // libmodsecurity tells of a rule that denies in the intervention only.
      matches.append("id=\(found.2) phase=\(found.1) msg=\(found.3) data=\(found.4)")
    } else {
      return line == "  DISRUPTIVE 0" || line.hasPrefix("   log=")
    }
    return true
  }

  private static func disruption(_ status: Substring, _ location: Substring) -> String {
    location.isEmpty ? String(status) : "\(status) \(location)"
  }

  /// Scenarios dump variables as `S|NAME~value|…`; engines that keep them in maps have no order.
  static func sortedDump(_ match: String) -> String {
    let parts = match.components(separatedBy: "|")
    guard parts[0].hasSuffix(" data=S") else { return match }
    return ([parts[0]] + parts.dropFirst().sorted()).joined(separator: "|")
  }

  /// What our engine did.
  init(_ transaction: Transaction) {
    for match in transaction.matches where match.rule.logs {
      matches.append(
        Self.sortedDump(
          "id=\(match.rule.metadata.id) phase=\(match.phase.rawValue) msg=\(match.message.escaped) "
            + "data=\(match.data.escaped)"))
    }
    if let end = transaction.interruption {
      disruption = Self.disruption(Substring(String(end.status)), Substring(end.location.escaped))
    }
  }

  /// Whether this is what `expected` asks for; a `*` at the end of a dumped value there stands for any text.
  func fulfils(_ expected: ScenarioOutcome) -> Bool {
    guard loads == expected.loads, disruption == expected.disruption, matches.count == expected.matches.count else {
      return false
    }
    return zip(matches, expected.matches).allSatisfy { found, wanted in
      let found = found.components(separatedBy: "|")
      let wanted = wanted.components(separatedBy: "|")
      return found.count == wanted.count
        && zip(found, wanted).allSatisfy { $0 == $1 || ($1.hasSuffix("*") && $0.hasPrefix($1.dropLast())) }
    }
  }
}
