import Bytes

/// What starts with `<!`, and the other things browsers treat as comments.
extension HTMLTokenizer {
  mutating func declaration() {
    let rest = input.extracting(position..<input.count)
    if rest.hasPrefixIgnoringCase("doctype") {
      go(to: .doctype)
    } else if rest.hasPrefix("[CDATA[") {
      go(to: .characterData, skipping: 7)
    } else if rest.hasPrefix("--") {
      go(to: .comment, skipping: 2)
    } else {
      go(to: .bogusComment)
    }
  }

  mutating func doctype() { emitUpToBracket(.doctype) }

  mutating func bogusComment() { emitUpToBracket(.comment) }

  private mutating func emitUpToBracket(_ type: HTMLTokenType) {
    guard let end = input.firstIndex(of: UInt8(ascii: ">"), from: position) else { return emitRest(type) }
    emit(type, position..<end, then: .data, at: end + 1)
  }

  /// `<% … %>`: old versions of Internet Explorer skip it.
  mutating func percentComment() {
    var index = position
    while let found = input.firstIndex(of: UInt8(ascii: "%"), from: index), found + 1 < input.count {
      if input[found + 1] == UInt8(ascii: ">") {
        return emit(.comment, position..<found, then: .data, at: found + 2)
      }
      index = found + 1
    }
    emitRest(.comment)
  }

  /// Ends at `-->` or `-!>`, with any NULs after the first dash.
  mutating func comment() {
    var index = position
    while let found = input.firstIndex(of: UInt8(ascii: "-"), from: index) {
      if let end = endOfComment(at: found) { return emit(.comment, position..<found, then: .data, at: end) }
      index = found + 1
    }
    emitRest(.comment)
  }

  private func endOfComment(at dash: Int) -> Int? {
    var index = dash + 1
    while index < input.count, input[index] == 0 { index += 1 }
    guard index + 1 < input.count, input[index] == UInt8(ascii: "-") || input[index] == UInt8(ascii: "!"),
      input[index + 1] == UInt8(ascii: ">")
    else { return nil }
    return index + 2
  }

  mutating func characterData() {
    var index = position
    while let found = input.firstIndex(of: UInt8(ascii: "]"), from: index), found + 2 < input.count {
      if input[found + 1] == UInt8(ascii: "]"), input[found + 2] == UInt8(ascii: ">") {
        return emit(.text, position..<found, then: .data, at: found + 3)
      }
      index = found + 1
    }
    emitRest(.text)
  }
}
