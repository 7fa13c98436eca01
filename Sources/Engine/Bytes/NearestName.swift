extension Span where Element == UInt8 {
  /// The name in `names` that is a probable misspelling away (Damerau–Levenshtein, case ignored), or `nil`.
  ///
  /// At most a third of the longer name may differ, so that a suggestion is worth reading.
  public func nearestName(among names: [[UInt8]]) -> Int? {
    var best: Int?
    var bestDistance = Int.max
    for index in names.indices {
      let name = names[index]
      let longest = Swift.max(count, name.count)
      if longest > 64 { continue }
      let distance = editDistance(to: name.span)
      if distance < bestDistance && distance * 3 <= longest {
        best = index
        bestDistance = distance
      }
    }
    return best
  }

  private func editDistance(to other: Span<UInt8>) -> Int {
    let width = other.count + 1
    var rows = [Int](repeating: 0, count: (count + 1) * width)
    for column in 0..<width { rows[column] = column }
    for row in 0..<count {
      rows[(row + 1) * width] = row + 1
      for column in 0..<other.count {
        let same = self[row].lowercasedASCII == other[column].lowercasedASCII
        var cost = rows[row * width + column] + (same ? 0 : 1)
        cost = Swift.min(cost, rows[row * width + column + 1] + 1, rows[(row + 1) * width + column] + 1)
        if row > 0 && column > 0 && self[row].lowercasedASCII == other[column - 1].lowercasedASCII
          && self[row - 1].lowercasedASCII == other[column].lowercasedASCII
        {
          cost = Swift.min(cost, rows[(row - 1) * width + column - 1] + 1)
        }
        rows[(row + 1) * width + column + 1] = cost
      }
    }
    return rows[count * width + other.count]
  }
}
