internal import Bytes

extension Transformation {
  /// `t:htmlEntityDecode`: HTML's character references as UTF-8. At most six fifths of the input.
  ///
  /// `&#d…` and `&#xh…` with or without `;`, all names of HTML 5 (those that may lack the `;` also without it), and `quot`,
  /// `amp`, `lt`, `gt` and `nbsp` in any case. As in the reference vectors U+00A0 is the byte A0, which the white-space
  /// transformations know, and U+0000 is NUL; a number that is no code point becomes U+FFFD.
  static let htmlEntityDecode = Transformation(name: "htmlEntityDecode", triggers: ByteSet("&")) {
    input, start, output in
    var index = start
    while output.appendRun(input, &index, until: UInt8(ascii: "&")) {
      let isNumeric = index + 1 < input.count && input[index + 1] == UInt8(ascii: "#")
      let end =
        isNumeric
        ? output.appendNumericReference(input, at: index + 2) : output.appendNamedReference(input, at: index + 1)
      if let end {
        index = end < input.count && input[end] == UInt8(ascii: ";") ? end + 1 : end
      } else {
        output.put(input[index])
        index += 1
      }
    }
  }
}

extension [UInt8] {
  /// Appends the character whose number stands at `index`, after `&#`.
  ///
  /// - Returns: the offset after its last digit, or `nil` when there is none.
  fileprivate mutating func appendNumericReference(_ input: Span<UInt8>, at index: Int) -> Int? {
    let isHex = index < input.count && input[index] | 0x20 == UInt8(ascii: "x")
    let first = isHex ? index + 1 : index
    var end = first
    var value: UInt32 = 0
    while end < input.count, let digit = input[end].hexDigitValue, isHex || digit < 10 {
      // Once past Unicode's end the number stays there, however many digits follow.
      if value < 0x11_0000 { value = value * (isHex ? 16 : 10) + UInt32(digit) }
      end += 1
    }
    if end == first { return nil }
    append(htmlCharacter: value)
    return end
  }

  /// Appends the character whose name stands at `index`, after `&`.
  ///
  /// - Returns: the offset after the name, or `nil` when there is none.
  fileprivate mutating func appendNamedReference(_ input: Span<UInt8>, at index: Int) -> Int? {
    var end = index
    while end < input.count, end < index + longestEntityName, input[end].isASCIIAlphanumeric { end += 1 }
    let name = input.extracting(index..<end)
    let isClosed = end < input.count && input[end] == UInt8(ascii: ";")
    if let entity = HTMLEntity(named: name), isClosed || entity.isClosedByItself {
      append(entity)
      return end
    }
    if let entity = HTMLEntity(foldedName: name) {
      append(entity)
      return end
    }
    // `&ltx` is `&lt;x`: of the names that need no `;` the longest that fits counts.
    var length = Swift.min(name.count, longestOpenEntityName)
    while length > 1 {
      if let entity = HTMLEntity(named: name.extracting(0..<length)), entity.isClosedByItself {
        append(entity)
        return index + length
      }
      length -= 1
    }
    return nil
  }

  private mutating func append(_ entity: HTMLEntity) {
    append(htmlCharacter: entity.first)
    if let second = entity.second { append(utf8Scalar: second) }
  }

  private mutating func append(htmlCharacter codePoint: UInt32) {
    if codePoint == 0xa0 { put(0xa0) } else { append(utf8Scalar: codePoint) }
  }
}
