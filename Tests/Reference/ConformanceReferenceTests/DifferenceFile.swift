import Foundation

/// A line of `differences.txt`: cases, the rules logged more (+) or less (-) than by the reference, and why.
struct Difference {
  let line: String
  let cases: Regex<AnyRegexOutput>
  let change: String
  var isUsed = false

  func explains(_ id: String, _ change: String) -> Bool {
    self.change == change && (try? cases.wholeMatch(in: id)) != nil
  }
}

enum DifferenceFile {
  struct Malformed: Error { let line: String }

  static func read(_ url: URL) throws -> [Difference] {
    try String(contentsOf: url, encoding: .utf8).split(separator: "\n").compactMap { line in
      if line.hasPrefix("#") { return nil }
      let words = line.split(separator: " ", maxSplits: 2)
      guard words.count == 3 else { throw Malformed(line: String(line)) }
      return Difference(line: String(line), cases: try Regex(String(words[0])), change: String(words[1]))
    }
  }
}
