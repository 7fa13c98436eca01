import Bytes

/// What the value of an attribute can do.
enum HTMLAttributeKind: UInt8 {
  case harmless
  /// Any value is taken for an attack.
  case forbidden
  /// The value is an address, which can be a script.
  case address
  /// The value is a style sheet.
  case style
  /// The value names another attribute.
  case indirect
}

extension HTMLAttributeKind {
  /// The kind of the attribute called `name`.
  init(of name: Span<UInt8>) {
    self = .harmless
    if name.count < 2 { return }
    if name.count >= 5 {
      if name.hasPrefixIgnoringCase("on"), EventNames.isPrefix(of: name.extracting(2..<name.count)) {
        self = .forbidden
        return
      }
      if name.hasPrefixIgnoringCase("xmlns") || name.hasPrefixIgnoringCase("xlink") {
        self = .forbidden
        return
      }
    }
    for row in attributeTable where name.isEqualIgnoringCaseAndNULs(to: row.name) {
      self = row.kind
      return
    }
  }
}

private let attributeTable: [(name: StaticString, kind: HTMLAttributeKind)] = [
  ("ACTION", .address),
  ("ATTRIBUTENAME", .indirect),
  ("BACKGROUND", .address),
  ("BY", .address),
  ("DATAFORMATAS", .forbidden),
  ("DATASRC", .forbidden),
  ("DYNSRC", .address),
  ("FILTER", .style),
  ("FOLDER", .address),
  ("FORMACTION", .address),
  ("FROM", .address),
  ("HANDLER", .address),
  ("HREF", .address),
  ("LOWSRC", .address),
  ("POSTER", .address),
  ("SRC", .address),
  ("STYLE", .style),
  ("TO", .address),
  ("VALUES", .address),
  ("XLINK:HREF", .address),
]

/// The names of the events a page can have a script for.
enum EventNames {
  /// Whether `text` begins with the name of an event, without regard to case.
  static func isPrefix(of text: Span<UInt8>) -> Bool {
    let names = ByteSlice(EventNameTable.names).span
    var low = 0
    var high = names.count
    // `low` and `high` are always at the start of a name.
    while low < high {
      var start = (low + high) / 2
      while start > low, names[start - 1] != 0x20 { start -= 1 }
      var end = start
      var order = 0
      while names[end] != 0x20 {
        let byte = end - start < text.count ? text[end - start].uppercasedASCII : 0
        if order == 0, byte != names[end] { order = byte < names[end] ? -1 : 1 }
        end += 1
      }
      if order == 0 { return true }
      if order < 0 {
        high = start
      } else {
        low = end + 1
      }
    }
    return false
  }
}

extension Span where Element == UInt8 {
  /// Whether the bytes are those of `text`, which is in upper case; case and NULs make no difference.
  func isEqualIgnoringCaseAndNULs(to text: StaticString) -> Bool {
    let expected = ByteSlice(text).span
    var matched = 0
    for index in 0..<count where self[index] != 0 {
      guard matched < expected.count, self[index].uppercasedASCII == expected[matched] else { return false }
      matched += 1
    }
    return matched == expected.count
  }
}
