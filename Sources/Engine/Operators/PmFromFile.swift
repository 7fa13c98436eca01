import Bytes

extension OperatorRow {
  /// `@pmFromFile name`: the phrases are the lines of a data file or of several, blanks inside them included; `|…|`
  /// holds bytes in hex.
  static let pmFromFile = OperatorRow("pmFromFile", make: makePhrasesFromFile)
  /// The short name of `@pmFromFile`.
  static let pmf = OperatorRow("pmf", make: makePhrasesFromFile)

  private static let makePhrasesFromFile: Make = { argument, resources throws(OperatorProblem) in
    var phrases: [[UInt8]] = []
    for content in try resources.requiredFiles(named: argument) {
      forEachEntry(ofLines: content) { entry, _ in phrases.append(Phrases.decoded(entry)) }
    }
    return Phrases(phrases)
  }
}
