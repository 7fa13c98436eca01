import Foundation
import TestSupport

/// `Tests/Vectors/rule-engine/scenarios.txt`: whose recorded behaviour is ours, scenario by scenario.
///
/// An entry begins with `both`, `coraza`, `modsecurity` or `ours` and the scenario's file number and name; all but `both`
/// go on with a line `because <reason>`, and `ours` with the outcome as the recordings write it.
struct ScenarioExpectations {
  enum Source: String { case both, coraza, modsecurity, ours }
  struct Entry {
    var source: Source
    var title: String
    var reason = ""
    var lines: [String] = []
    var place: String
  }
  struct Malformed: Error { var place: String }
  private(set) var entries: [Entry] = []

  init() throws {
    let file = checkout.appendingPathComponent("Tests/Vectors/rule-engine/scenarios.txt")
    let text = try String(contentsOf: file, encoding: .utf8)
    for (number, line) in text.components(separatedBy: "\n").enumerated() where !line.isEmpty && !line.hasPrefix("#") {
      let place = "scenarios.txt:\(number + 1)"
      if line.hasPrefix("  because ") {
        guard !entries.isEmpty else { throw Malformed(place: place) }
        entries[entries.count - 1].reason = String(line.dropFirst(10))
      } else if line.hasPrefix("  ") {
        guard entries.last?.source == .ours else { throw Malformed(place: place) }
        entries[entries.count - 1].lines.append(line)
      } else {
        let parts = line.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, let source = Source(rawValue: String(parts[0])) else { throw Malformed(place: place) }
        entries.append(
          Entry(source: source, title: String(parts[1]).trimmingCharacters(in: .whitespaces), place: place))
      }
    }
    for entry in entries where entry.source != .both && entry.reason.isEmpty { throw Malformed(place: entry.place) }
  }
}
