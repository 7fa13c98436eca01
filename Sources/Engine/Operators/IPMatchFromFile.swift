import Bytes

extension OperatorRow {
  /// `@ipMatchFromFile name`: the addresses and networks are the lines of a data file.
  static let ipMatchFromFile = OperatorRow("ipMatchFromFile", make: makeNetworksFromFile)
  /// The short name of `@ipMatchFromFile`.
  static let ipMatchF = OperatorRow("ipMatchF", make: makeNetworksFromFile)

  private static let makeNetworksFromFile: Make = { argument, resources throws(OperatorProblem) in
    var networks = NetworkSet()
    let content = try resources.requiredFile(named: argument)
    try forEachEntry(ofLines: content) { entry, line throws(OperatorProblem) in
      guard networks.insert(line: entry) else {
        var detail = [UInt8]("Line ")
        detail.append(decimal: line)
        detail.append(" of the file: ")
        detail += notANetwork(entry)
        throw OperatorProblem(.badArgument, length: argument.count, detail)
      }
    }
    networks.seal()
    return IPMatch(networks)
  }
}
