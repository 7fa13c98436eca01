internal import Bytes

// C's `isspace` and the no-break space, as the Latin-1 byte A0 or as the UTF-8 pair C2 A0: one such byte hides a keyword
// as well as a space does.
let whitespaceTriggers = ByteSet.space.union(ByteSet(0xa0...0xa0)).union(ByteSet(0xc2...0xc2))

extension Span where Element == UInt8 {
  /// How many bytes the white-space character at `index` has; 0 when there is none.
  func whitespaceLength(at index: Int) -> Int {
    guard index < count else { return 0 }
    let byte = self[index]
    if byte == 0xc2 { return index + 1 < count && self[index + 1] == 0xa0 ? 2 : 0 }
    return byte.isASCIISpace || byte == 0xa0 ? 1 : 0
  }

  /// The offset of the first byte at or after `start` that is no white space.
  func endOfWhitespace(from start: Int) -> Int {
    var index = start
    while true {
      let length = whitespaceLength(at: index)
      if length == 0 { return index }
      index += length
    }
  }
}
