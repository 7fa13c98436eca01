internal import Bytes

/// What a named character reference of HTML 5 stands for: one or two code points.
///
/// Source: the table of named character references in the HTML standard, by `scripts/generate-entity-table`.
struct HTMLEntity {
  let first: UInt32
  let second: UInt32?
  /// Whether the name counts without a `;` after it.
  let isClosedByItself: Bool

  /// The entity called `name`, in exactly this case.
  init?(named name: Span<UInt8>) {
    let rows = ByteSlice(htmlEntityRows).span
    var low = 0
    var high = rows.count
    // Both bounds stand at the beginnings of lines: `name;41` or, when no `;` is needed, `name,41`; a second code point
    // follows after a space.
    while low < high {
      var row = low + (high - low) / 2
      while row > low && rows[row - 1] != UInt8(ascii: "\n") { row -= 1 }
      var end = row
      while rows[end].isASCIIAlphanumeric { end += 1 }
      switch Self.order(name, rows.extracting(row..<end)) {
      case 0:
        isClosedByItself = rows[end] == UInt8(ascii: ",")
        let (value, digits) = rows.hexNumber(at: end + 1, limit: 6)
        first = value
        let next = end + 1 + digits
        second = rows[next] == UInt8(ascii: " ") ? rows.hexNumber(at: next + 1, limit: 6).value : nil
        return
      case ..<0: high = row
      default: low = (rows.firstIndex(of: UInt8(ascii: "\n"), from: end) ?? rows.count) + 1
      }
    }
    return nil
  }

  /// The entity ModSecurity knows by `name` in any case.
  init?(foldedName name: Span<UInt8>) {
    for known: StaticString in ["amp", "gt", "lt", "nbsp", "quot"] where name.isEqualIgnoringCase(to: known) {
      self.init(named: ByteSlice(known).span)
      return
    }
    return nil
  }

  /// Below 0 when `left` comes first, 0 when both are the same.
  private static func order(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Int {
    for index in 0..<min(left.count, right.count) where left[index] != right[index] {
      return left[index] < right[index] ? -1 : 1
    }
    return left.count - right.count
  }
}
