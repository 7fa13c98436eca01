import Bytes

/// Looks up words and phrases SQL gives a meaning.
enum SQLWords {
  /// The type of `text` without regard to case, or `nil` when it has no special meaning.
  static func type(of text: SQLText) -> SQLTokenType? { type(of: text, count: text.count) }

  /// The type of the first `count` bytes of `text`.
  static func type(of text: SQLText, count: Int) -> SQLTokenType? {
    guard count > 0, count <= SQLWordTable.longest else { return nil }
    let records = ByteSlice(SQLWordTable.records).span
    let base = Int(SQLWordTable.starts[count])
    let recordLength = count + 1
    var low = 0
    var high = (Int(SQLWordTable.starts[count + 1]) - base) / recordLength
    while low < high {
      let middle = (low + high) / 2
      let record = base + middle * recordLength
      var index = 0
      while index < count, records[record + index] == text[index].uppercasedASCII { index += 1 }
      if index == count { return SQLTokenType(character: records[record + count]) }
      if records[record + index] < text[index].uppercasedASCII {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return nil
  }
}
