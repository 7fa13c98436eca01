import Bytes

/// Reads an argument that is a list with commas: white space around an entry and entries of nothing do not count.
func forEachEntry<Failure: Error>(
  ofList argument: Span<UInt8>, _ body: (_ entry: Span<UInt8>, _ offset: Int) throws(Failure) -> Void
) throws(Failure) {
  var start = 0
  while start < argument.count {
    let end = argument.firstIndex(of: UInt8(ascii: ","), from: start) ?? argument.count
    let part = argument.extracting(start..<end)
    let range = part.trimmedRange(of: .space)
    if !range.isEmpty { try body(part.extracting(range), start + range.lowerBound) }
    start = end + 1
  }
}

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
    if let content = file(named: argument.extracting(range)) { return content }
    throw missingFile(range, of: argument)
  }

  /// The data files an argument names: one, whose name may hold blanks, or else several with blanks between them.
  ///
  /// ModSecurity 2 takes a list of files where the later engines take one.
  func requiredFiles(named argument: Span<UInt8>) throws(OperatorProblem) -> [[UInt8]] {
    let range = argument.trimmedRange(of: .space)
    if let content = file(named: argument.extracting(range)) { return [content] }
    var contents: [[UInt8]] = []
    var start = range.lowerBound
    while start < range.upperBound {
      var end = start
      while end < range.upperBound && !argument[end].isASCIISpace { end += 1 }
      if end > start {
        guard let content = file(named: argument.extracting(start..<end)) else {
          throw missingFile(start..<end, of: argument)
        }
        contents.append(content)
      }
      start = end + 1
    }
    if contents.isEmpty { throw missingFile(range, of: argument) }
    return contents
  }

  private func missingFile(_ range: Range<Int>, of argument: Span<UInt8>) -> OperatorProblem {
    let name = argument.extracting(range)
    var detail = [UInt8]("there is no data file '")
    detail.append(name)
    if name.hasPrefixIgnoringCase("http://") || name.hasPrefixIgnoringCase("https://") {
      detail.append("': nothing is fetched while rules are loaded; save the list as a file and name that")
    } else {
      detail.append("'; name one of the files that come with the rules, or write a SecDataset")
    }
    return OperatorProblem(.missingData, at: range.lowerBound, length: range.count, detail)
  }

  /// The entries of the `SecDataset` an argument names.
  func requiredDataset(named argument: Span<UInt8>) throws(OperatorProblem) -> [[UInt8]] {
    let range = argument.trimmedRange(of: .space)
    let name = argument.extracting(range)
    if let entries = dataset(named: name) { return entries }
    var detail = [UInt8]("there is no data set '")
    detail.append(name)
    detail.append("'; write a SecDataset of that name")
    throw OperatorProblem(.missingData, at: range.lowerBound, length: range.count, detail)
  }
}
