import Bytes

extension OperatorRow {
  /// `@pmFromDataset name`: the phrases are the entries of a `SecDataset`, as they are.
  static let pmFromDataset = OperatorRow("pmFromDataset") { argument, resources throws(OperatorProblem) in
    Phrases(try resources.requiredDataset(named: argument))
  }
}
