import Bytes

extension XMLParser {
  /// Reads `<!DOCTYPE …>`. Nothing it declares has an effect, nothing it names is fetched; the address of a DTD or an
  /// entity is a problem, told when the rest has been read.
  ///
  /// The literal values of internal entities and the defaults of attributes are delivered as text without a path: the
  /// server behind may put them into the document, so rules must see them.
  mutating func documentType() throws(BodyFault) {
    position += 9
    guard skipSpace() else {
      throw position < body.count
        ? BodyFault(.xmlInvalidMarkup, at: position) : BodyFault(.xmlUnexpectedEnd, at: body.count)
    }
    _ = try name()
    while true {
      skipSpace()
      guard position < body.count else { throw BodyFault(.xmlUnexpectedEnd, at: body.count) }
      switch body[position] {
      case UInt8(ascii: ">"):
        position += 1
        return
      case UInt8(ascii: "["):
        position += 1
        try internalSubset()
      case UInt8(ascii: "\""), UInt8(ascii: "'"): try skipLiteral()
      default:
        // SYSTEM or PUBLIC: nothing else may stand here. What follows is read all the same.
        externalAddress = externalAddress ?? position
        _ = try name()
      }
    }
  }

  private mutating func internalSubset() throws(BodyFault) {
    while true {
      skipSpace()
      guard position < body.count else { throw BodyFault(.xmlUnexpectedEnd, at: body.count) }
      if body[position] == UInt8(ascii: "]") {
        position += 1
        return
      }
      // What a parameter entity stands for would be declarations: rules see its literal, not what that declares.
      if body[position] == UInt8(ascii: "%") { throw BodyFault(.xmlInvalidReference, at: position) }
      if isAt("<!--") {
        try comment()
      } else if isAt("<?") {
        try instruction()
      } else if isAt("<!") {
        try declaration()
      } else {
        throw BodyFault(.xmlInvalidMarkup, at: position)
      }
    }
  }

  /// `<!ENTITY`, `<!ATTLIST`, `<!ELEMENT` or `<!NOTATION`, up to its `>`.
  private mutating func declaration() throws(BodyFault) {
    position += 2
    let keyword = body.extracting(try name())
    let isEntity = keyword.isEqual(to: "ENTITY")
    var showsLiterals = isEntity || keyword.isEqual(to: "ATTLIST")
    if isEntity {
      skipSpace()
      if isAt("%") {
        position += 1
        skipSpace()
      }
      _ = try name()
      skipSpace()
      // What follows these two words are addresses.
      if isAt("SYSTEM") || isAt("PUBLIC") {
        showsLiterals = false
        externalAddress = externalAddress ?? position
      }
    }
    while position < body.count {
      switch body[position] {
      case UInt8(ascii: ">"):
        position += 1
        return
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        if showsLiterals {
          try literal(isAttribute: !isEntity)
          try budget.spend(nameBytes: 0, at: position)
          let value = value
          sink.xmlText(path: ByteSlice.empty.span, text: value.span)
        } else {
          try skipLiteral()
        }
        // White space stands before a literal: none follows another at once.
        guard isAt(">") || skipSpace() else { throw BodyFault(.xmlInvalidMarkup, at: position) }
      case UInt8(ascii: "<"), UInt8(ascii: "%"): throw BodyFault(.xmlInvalidMarkup, at: position)
      default: position += 1
      }
    }
    throw BodyFault(.xmlUnexpectedEnd, at: body.count)
  }

  private mutating func skipLiteral() throws(BodyFault) {
    guard let close = body.firstIndex(of: body[position], from: position + 1) else {
      throw BodyFault(.xmlUnexpectedEnd, at: body.count)
    }
    position = close + 1
  }
}
