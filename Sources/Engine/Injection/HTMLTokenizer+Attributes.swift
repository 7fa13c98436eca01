import Bytes

/// Attributes and their values.
extension HTMLTokenizer {
  mutating func beforeAttributeName() {
    skipWhite()
    guard let byte = byteOrEnd() else { return }
    switch byte {
    case UInt8(ascii: "/"): go(to: .selfClosing, skipping: 1)
    case UInt8(ascii: ">"): emit(.tagNameClose, position..<position + 1, then: .data, at: position + 1)
    default: go(to: .attributeName)
    }
  }

  /// The first byte belongs to the name whatever it is.
  mutating func attributeName() {
    var end = position + 1
    while end < input.count {
      let byte = input[end]
      if byte.isHTMLWhite {
        return emit(.attributeName, position..<end, then: .afterAttributeName, at: end + 1)
      }
      switch byte {
      case UInt8(ascii: "/"): return emit(.attributeName, position..<end, then: .selfClosing, at: end + 1)
      case UInt8(ascii: "="): return emit(.attributeName, position..<end, then: .beforeValue, at: end + 1)
      case UInt8(ascii: ">"): return emit(.attributeName, position..<end, then: .tagNameClose, at: end)
      default: end += 1
      }
    }
    emitRest(.attributeName)
  }

  mutating func afterAttributeName() {
    skipWhite()
    guard let byte = byteOrEnd() else { return }
    switch byte {
    case UInt8(ascii: "/"): go(to: .selfClosing, skipping: 1)
    case UInt8(ascii: "="): go(to: .beforeValue, skipping: 1)
    case UInt8(ascii: ">"): go(to: .tagNameClose)
    default: go(to: .attributeName)
    }
  }

  mutating func beforeValue() {
    skipWhite()
    guard let byte = byteOrEnd() else { return }
    switch byte {
    case UInt8(ascii: "\""): go(to: .valueInDouble)
    case UInt8(ascii: "'"): go(to: .valueInSingle)
    case UInt8(ascii: "`"): go(to: .valueInTick)
    default: go(to: .unquotedValue)
    }
  }

  /// At offset 0 the opening quote stands before the input.
  mutating func quotedValue(_ quote: UInt8) {
    if position > 0 { position += 1 }
    guard let end = input.firstIndex(of: quote, from: position) else { return emitRest(.attributeValue) }
    emit(.attributeValue, position..<end, then: .afterQuotedValue, at: end + 1)
  }

  mutating func unquotedValue() {
    var end = position
    while end < input.count {
      let byte = input[end]
      if byte.isHTMLWhite {
        return emit(.attributeValue, position..<end, then: .beforeAttributeName, at: end + 1)
      }
      if byte == UInt8(ascii: ">") {
        return emit(.attributeValue, position..<end, then: .tagNameClose, at: end)
      }
      end += 1
    }
    emitRest(.attributeValue)
  }

  mutating func afterQuotedValue() {
    guard let byte = byteOrEnd() else { return }
    switch byte {
    case UInt8(ascii: "/"): go(to: .selfClosing, skipping: 1)
    case UInt8(ascii: ">"): emit(.tagNameClose, position..<position + 1, then: .data, at: position + 1)
    default: go(to: .beforeAttributeName)
    }
  }
}
