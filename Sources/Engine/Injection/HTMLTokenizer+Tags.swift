import Bytes

/// Text and the names of tags.
extension HTMLTokenizer {
  mutating func data() {
    guard let start = input.firstIndex(of: UInt8(ascii: "<"), from: position) else {
      if position < input.count { emitRest(.text) } else { state = .end }
      return
    }
    if start > position {
      emit(.text, position..<start, then: .tagOpen, at: start + 1)
    } else {
      go(to: .tagOpen, skipping: 1)
    }
  }

  mutating func tagOpen() {
    guard let byte = byteOrEnd() else { return }
    switch byte {
    case UInt8(ascii: "!"): go(to: .declaration, skipping: 1)
    case UInt8(ascii: "/"):
      isEndTag = true
      go(to: .endTagOpen, skipping: 1)
    case UInt8(ascii: "?"): go(to: .bogusComment, skipping: 1)
    case UInt8(ascii: "%"): go(to: .percentComment, skipping: 1)
    case 0: go(to: .tagName)
    case _ where byte.isASCIILetter: go(to: .tagName)
    default: emit(.text, position - 1..<position, then: .data, at: position)
    }
  }

  mutating func endTagOpen() {
    guard let byte = byteOrEnd() else { return }
    if byte == UInt8(ascii: ">") {
      go(to: .data)
    } else if byte.isASCIILetter {
      go(to: .tagName)
    } else {
      isEndTag = false
      go(to: .bogusComment)
    }
  }

  mutating func tagName() {
    var end = position
    while end < input.count {
      let byte = input[end]
      if byte.isASCIISpace {
        return emit(.tagNameOpen, position..<end, then: .beforeAttributeName, at: end + 1)
      }
      if byte == UInt8(ascii: "/") {
        return emit(.tagNameOpen, position..<end, then: .selfClosing, at: end + 1)
      }
      if byte == UInt8(ascii: ">") {
        if !isEndTag { return emit(.tagNameOpen, position..<end, then: .tagNameClose, at: end) }
        isEndTag = false
        return emit(.tagClose, position..<end, then: .data, at: end + 1)
      }
      end += 1
    }
    emitRest(.tagNameOpen)
  }

  mutating func tagNameClose() {
    guard byteOrEnd() != nil else { return }
    isEndTag = false
    emit(.tagNameClose, position..<position + 1, then: .data, at: position + 1)
  }

  /// After a `/` in a tag.
  mutating func selfClosing() {
    guard let byte = byteOrEnd() else { return }
    guard byte == UInt8(ascii: ">") else { return go(to: .beforeAttributeName) }
    emit(.tagNameSelfClose, position - 1..<position + 1, then: .data, at: position + 1)
  }
}
