import Bytes

extension OperatorRow {
  /// `@ipMatchFromDataset name`: the addresses and networks are the entries of a `SecDataset`.
  static let ipMatchFromDataset = OperatorRow("ipMatchFromDataset") { argument, resources throws(OperatorProblem) in
    var networks = NetworkSet()
    for entry in try resources.requiredDataset(named: argument) {
      guard networks.insert(line: entry.span) else {
        throw OperatorProblem(.badArgument, length: argument.count, notANetwork(entry.span))
      }
    }
    networks.seal()
    return IPMatch(networks)
  }
}
