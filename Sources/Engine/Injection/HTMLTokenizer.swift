import Bytes

/// Splits text into HTML tokens the way browsers do, in part as old ones did.
///
/// Source: the tokenizer of the HTML standard without character references and script states. One method per state;
/// a state that emits nothing names the next one, so that no input nests calls.
package struct HTMLTokenizer: ~Escapable {
  enum State {
    case data, tagOpen, endTagOpen, tagName, tagNameClose, selfClosing
    case beforeAttributeName, attributeName, afterAttributeName
    case beforeValue, valueInDouble, valueInSingle, valueInTick, unquotedValue, afterQuotedValue
    case declaration, bogusComment, percentComment, comment, doctype, characterData
    case end
  }

  let input: Span<UInt8>
  var state: State
  /// The offset of the next byte to read.
  var position = 0
  /// Whether the tag being read is an end tag.
  var isEndTag = false
  /// The token a state emitted.
  private var emitted: HTMLToken?

  @_lifetime(copy input)
  package init(_ input: Span<UInt8>, context: HTMLContext) {
    self.input = input
    switch context {
    case .data: state = .data
    case .unquotedValue: state = .beforeAttributeName
    case .singleQuotedValue: state = .valueInSingle
    case .doubleQuotedValue: state = .valueInDouble
    case .tickQuotedValue: state = .valueInTick
    }
  }

  /// The next token, or `nil` at the end of the input.
  package mutating func next() -> HTMLToken? {
    emitted = nil
    while state != .end {
      step()
      if let token = emitted { return token }
    }
    return nil
  }

  private mutating func step() {
    switch state {
    case .data: data()
    case .tagOpen: tagOpen()
    case .endTagOpen: endTagOpen()
    case .tagName: tagName()
    case .tagNameClose: tagNameClose()
    case .selfClosing: selfClosing()
    case .beforeAttributeName: beforeAttributeName()
    case .attributeName: attributeName()
    case .afterAttributeName: afterAttributeName()
    case .beforeValue: beforeValue()
    case .valueInDouble: quotedValue(UInt8(ascii: "\""))
    case .valueInSingle: quotedValue(UInt8(ascii: "'"))
    case .valueInTick: quotedValue(UInt8(ascii: "`"))
    case .unquotedValue: unquotedValue()
    case .afterQuotedValue: afterQuotedValue()
    case .declaration: declaration()
    case .bogusComment: bogusComment()
    case .percentComment: percentComment()
    case .comment: comment()
    case .doctype: doctype()
    case .characterData: characterData()
    case .end: break
    }
  }

  /// The byte at `position`, or `nil` at the end of the input, which ends the tokens.
  mutating func byteOrEnd() -> UInt8? {
    if position < input.count { return input[position] }
    state = .end
    return nil
  }

  /// Emits a token and goes on at `position` in `state`; at the end of the input there is nothing to go on with.
  mutating func emit(_ type: HTMLTokenType, _ range: Range<Int>, then state: State, at position: Int) {
    emitted = HTMLToken(type: type, range: range)
    self.position = position
    self.state = state
  }

  /// Emits the rest of the input.
  mutating func emitRest(_ type: HTMLTokenType) {
    emit(type, position..<input.count, then: .end, at: input.count)
  }

  mutating func go(to state: State, skipping count: Int = 0) {
    self.state = state
    position += count
  }

  mutating func skipWhite() {
    while position < input.count, input[position].isHTMLWhite { position += 1 }
  }
}

extension UInt8 {
  /// White space between attributes; browsers skip NUL and VT too.
  var isHTMLWhite: Bool { isASCIISpace || self == 0 }
}
