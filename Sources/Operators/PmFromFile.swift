import Bytes
import LiteralSearch

extension OperatorRow {
  /// `@pmFromFile name`: the phrases are the lines of a data file, blanks inside them included; `|…|` holds hex.
  static let pmFromFile = OperatorRow("pmFromFile", make: makePhrasesFromFile)
  /// The short name of `@pmFromFile`.
  static let pmf = OperatorRow("pmf", make: makePhrasesFromFile)

  private static let makePhrasesFromFile: Make = { argument, resources throws(OperatorProblem) in
    var phrases: [[UInt8]] = []
    let content = try resources.requiredFile(named: argument)
    forEachEntry(ofLines: content) { entry, _ in phrases.append(decodePhrase(entry)) }
    return Phrases(phrases)
  }
}
