import Bytes

/// Reads a list that is one entry to a line: white space around an entry, empty lines and `#` lines do not count.
func forEachEntry<Failure: Error>(
  ofLines content: [UInt8], _ body: (_ entry: Span<UInt8>, _ line: Int) throws(Failure) -> Void
) throws(Failure) {
  let text = content.span
  var start = 0
  var line = 1
  while start < text.count {
    let end = text.firstIndex(of: UInt8(ascii: "\n"), from: start) ?? text.count
    let whole = text.extracting(start..<end)
    let entry = whole.extracting(whole.trimmedRange(of: .space))
    if entry.count > 0 && entry[0] != UInt8(ascii: "#") { try body(entry, line) }
    start = end + 1
    line += 1
  }
}

extension OperatorResources {
  /// The data file an argument names; the name may stand in white space.
  func requiredFile(named argument: Span<UInt8>) throws(OperatorProblem) -> [UInt8] {
    let range = argument.trimmedRange(of: .space)
    let name = argument.extracting(range)
    if let content = file(named: name) { return content }
    var detail = [UInt8]("There is no data file '")
    detail.append(name)
    if name.hasPrefixIgnoringCase("http://") || name.hasPrefixIgnoringCase("https://") {
      detail.append("': nothing is fetched while rules are loaded; save the list as a file and name that.")
    } else {
      detail.append("'; name one of the files that come with the rules, or write a SecDataset.")
    }
    throw OperatorProblem(.missingData, at: range.lowerBound, length: range.count, detail)
  }

  /// The entries of the `SecDataset` an argument names.
  func requiredDataset(named argument: Span<UInt8>) throws(OperatorProblem) -> [[UInt8]] {
    let range = argument.trimmedRange(of: .space)
    let name = argument.extracting(range)
    if let entries = dataset(named: name) { return entries }
    var detail = [UInt8]("There is no data set '")
    detail.append(name)
    detail.append("'; write a SecDataset of that name before the rule.")
    throw OperatorProblem(.missingData, at: range.lowerBound, length: range.count, detail)
  }
}
