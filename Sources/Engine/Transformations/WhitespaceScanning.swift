internal import Bytes

/// C's `isspace` and the no-break space, as the Latin-1 byte A0 or as the UTF-8 pair C2 A0: one such byte hides a keyword
/// as well as a space does.
let whitespaceTriggers = ByteSet.space.union(ByteSet(0xa0...0xa0)).union(ByteSet(0xc2...0xc2))

extension Span where Element == UInt8 {
  /// The offset after the white space at `index`; `index` itself when there is none.
  func endOfWhitespace(from index: Int) -> Int {
    var end = index
    while end < count {
      let byte = self[end]
      if byte.isASCIISpace || byte == 0xa0 {
        end += 1
      } else if byte == 0xc2 && end + 1 < count && self[end + 1] == 0xa0 {
        end += 2
      } else {
        break
      }
    }
    return end
  }

  /// The offset of the first white space that is not one space alone, or `count`.
  var firstCompressibleSpace: Int {
    var index = firstIndex(in: whitespaceTriggers)
    while index < count {
      let end = endOfWhitespace(from: index)
      if end > index && (end > index + 1 || self[index] != UInt8(ascii: " ")) { return index }
      index = firstIndex(in: whitespaceTriggers, from: index + 1)
    }
    return count
  }
}

extension [UInt8] {
  /// Appends `input` from `start` with each run of white space as one space, or as nothing.
  @inline(never)
  mutating func appendCollapsingWhitespace(_ input: Span<UInt8>, from start: Int, toSpace: Bool) {
    var copied = start
    var index = start
    while index < input.count {
      let byte = input[index]
      // Most bytes are none, and most text has single spaces: nothing changes there.
      let end = byte > 0x20 && byte < 0xa0 ? index : input.endOfWhitespace(from: index)
      if end == index || toSpace && end == index + 1 && byte == UInt8(ascii: " ") {
        index += 1
        continue
      }
      append(input.extracting(copied..<index))
      if toSpace { put(UInt8(ascii: " ")) }
      index = end
      copied = end
    }
    append(input.extracting(copied..<input.count))
  }
}
