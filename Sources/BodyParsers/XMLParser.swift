import Bytes

/// Reads XML 1.0 for its text and its attributes; checks that it is well formed, validates nothing.
///
/// Nothing is fetched and no entity is expanded but the five predefined ones and character references; a reference to
/// another stays as written (`&e;`) when the document has a type declaration, and is a problem when it has none.
/// Names are as written, prefixes are not resolved. Text comes in pieces, one between any two tags, CDATA sections
/// joined in, comments and instructions left out; line ends are LF. Source: XML 1.0 (fifth edition).
public struct XMLParser: ~Escapable {
  let body: Span<UInt8>
  let limits: BodyLimits
  let sink: BodySink
  var position: Int

  /// The path of the element we are in, `/a/b`, and where in it each open element's name begins.
  private var path: [UInt8] = []
  private var nameStarts: [Int] = []
  private var hasRoot = false
  var hasDocumentType = false
  private var nameBytes = 0

  /// The text since the last tag: a range of the body while it is one, else bytes.
  private var textRange: Range<Int>?
  private var text: [UInt8] = []

  private var attributes: [Range<Int>] = []
  var value: [UInt8] = []

  @_lifetime(copy body)
  private init(_ body: Span<UInt8>, from position: Int, limits: BodyLimits, _ sink: BodySink) {
    self.body = body
    self.position = position
    self.limits = limits
    self.sink = sink
  }

  /// Reads the whole body; what stands before a problem has been delivered. The empty body is not a problem.
  ///
  /// - Parameters:
  ///   - limits: `xmlDepth`, `xmlAttributes`, `nameBytes` (paths) and `noFilesBytes` hold here.
  ///   - sink: told by `xmlText`, `xmlAttribute` and `xmlNamespace`.
  public static func parse(_ body: Span<UInt8>, limits: BodyLimits, _ sink: BodySink) throws(BodyProblem) {
    if body.count == 0 { return }
    let declaration = try XMLDeclaration(body)
    // Bytes that no XML document has end the document: what stands before them is read as ever.
    let length = xmlCharactersLength(body, isUTF8: declaration.isUTF8)
    var parser = XMLParser(body.extracting(0..<length), from: declaration.end, limits: limits, sink)
    do {
      try parser.document()
    } catch {
      parser.deliverText()
      throw length < body.count && error.offset == length ? BodyProblem(.xmlInvalidCharacter, at: length) : error
    }
    if length < body.count { throw BodyProblem(.xmlInvalidCharacter, at: length) }
    if body.count > limits.noFilesBytes { throw BodyProblem(.noFilesLimit, at: limits.noFilesBytes) }
  }

  private mutating func document() throws(BodyProblem) {
    while position < body.count {
      let byte = body[position]
      if byte == UInt8(ascii: "<") {
        try markup()
      } else if !nameStarts.isEmpty {
        try characters()
      } else if isXMLSpace(byte) {
        position += 1
      } else {
        throw problem(.xmlContentOutsideRoot)
      }
    }
    if !nameStarts.isEmpty { throw problem(.xmlUnexpectedEnd) }
    if !hasRoot { throw problem(.xmlNoRoot) }
  }

  private mutating func markup() throws(BodyProblem) {
    guard position + 1 < body.count else { throw end() }
    switch body[position + 1] {
    case UInt8(ascii: "/"): try endTag()
    case UInt8(ascii: "?"): try instruction()
    case UInt8(ascii: "!"): try declarationOrSection()
    default: try startTag()
    }
  }

  private mutating func declarationOrSection() throws(BodyProblem) {
    if isAt("<!--") {
      try comment()
    } else if isAt("<![CDATA["), !nameStarts.isEmpty {
      position += 9
      let start = position
      try skip(past: "]]>")
      addText(start..<(position - 3))
    } else if isAt("<!DOCTYPE"), !hasRoot, !hasDocumentType {
      try documentType()
    } else {
      throw problem(.xmlInvalidMarkup)
    }
  }

  // MARK: Tags

  private mutating func startTag() throws(BodyProblem) {
    deliverText()
    position += 1
    let name = try self.name()
    if nameStarts.isEmpty && hasRoot { throw problem(.xmlContentOutsideRoot) }
    guard nameStarts.count < limits.xmlDepth else { throw problem(.xmlDepthLimit) }
    hasRoot = true
    path.append(UInt8(ascii: "/"))
    nameStarts.append(path.count)
    path.append(body.extracting(name))
    attributes.removeAll(keepingCapacity: true)
    while true {
      let hasSpace = skipSpace()
      guard position < body.count else { throw end() }
      if body[position] == UInt8(ascii: ">") {
        position += 1
        return
      }
      if isAt("/>") {
        position += 2
        closeElement()
        return
      }
      guard hasSpace else { throw problem(.xmlInvalidAttribute) }
      try attribute()
    }
  }

  private mutating func endTag() throws(BodyProblem) {
    deliverText()
    let start = position
    position += 2
    let name = try self.name()
    skipSpace()
    guard position < body.count else { throw end() }
    guard body[position] == UInt8(ascii: ">") else { throw problem(.xmlInvalidMarkup) }
    guard let nameStart = nameStarts.last else { throw BodyProblem(.xmlMismatchedTag, at: start) }
    let path = path
    guard path.span.extracting(nameStart..<path.count).isEqual(to: body.extracting(name)) else {
      throw BodyProblem(.xmlMismatchedTag, at: start)
    }
    position += 1
    closeElement()
  }

  private mutating func closeElement() {
    let nameStart = nameStarts.removeLast()
    path.removeLast(path.count - (nameStart - 1))
  }

  private mutating func attribute() throws(BodyProblem) {
    let name = try self.name()
    skipSpace()
    guard position < body.count else { throw end() }
    guard body[position] == UInt8(ascii: "=") else { throw problem(.xmlInvalidAttribute) }
    position += 1
    skipSpace()
    try literal(isAttribute: true)

    let nameText = body.extracting(name)
    for other in attributes where body.extracting(other).isEqual(to: nameText) {
      throw BodyProblem(.xmlDuplicateAttribute, at: name.lowerBound)
    }
    guard attributes.count < limits.xmlAttributes else { throw BodyProblem(.xmlAttributeLimit, at: name.lowerBound) }
    attributes.append(name)

    deliverAttribute(nameText)
    if nameBytes > limits.nameBytes { throw problem(.nameBytesLimit) }
  }

  private mutating func deliverAttribute(_ name: Span<UInt8>) {
    let pathLength = path.count
    path.append(UInt8(ascii: "/"))
    path.append(UInt8(ascii: "@"))
    path.append(name)
    nameBytes += path.count
    do {
      let (path, value) = (path, value)
      // XPath's attribute axis has no namespace declarations.
      if name.isEqual(to: "xmlns") || name.hasPrefix("xmlns:") {
        sink.xmlNamespace(path: path.span, value: value.span)
      } else {
        sink.xmlAttribute(path: path.span, value: value.span)
      }
    }
    path.removeLast(path.count - pathLength)
  }

  /// Reads a quoted literal into `value`, references replaced; white space in an attribute becomes blanks.
  mutating func literal(isAttribute: Bool) throws(BodyProblem) {
    guard position < body.count else { throw end() }
    let quote = body[position]
    guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { throw problem(.xmlInvalidAttribute) }
    position += 1
    value.removeAll(keepingCapacity: true)
    while position < body.count {
      let byte = body[position]
      switch byte {
      case quote:
        position += 1
        return
      case UInt8(ascii: "&"):
        try appendXMLReference(body, &position, keepsUnknown: hasDocumentType, to: &value)
        continue
      case UInt8(ascii: "<") where isAttribute: throw problem(.xmlInvalidAttribute)
      case 0x0d where position + 1 < body.count && body[position + 1] == 0x0a: break
      case 0x09, 0x0a, 0x0d: value.append(isAttribute ? 0x20 : byte)
      default: value.append(byte)
      }
      position += 1
    }
    throw end()
  }

  // MARK: Text

  private mutating func characters() throws(BodyProblem) {
    var start = position
    while position < body.count {
      switch body[position] {
      case UInt8(ascii: "<"):
        addText(start..<position)
        return
      case UInt8(ascii: "&"):
        addText(start..<position)
        spillText()
        try appendXMLReference(body, &position, keepsUnknown: hasDocumentType, to: &text)
        start = position
      case 0x0d:
        addText(start..<position)
        position += 1
        start = position
        if position == body.count || body[position] != 0x0a {
          spillText()
          text.append(0x0a)
        }
      case UInt8(ascii: "]") where isAt("]]>"):
        addText(start..<position)
        throw problem(.xmlInvalidMarkup)
      default: position += 1
      }
    }
    addText(start..<position)
  }

  private mutating func addText(_ range: Range<Int>) {
    if range.isEmpty { return }
    if textRange == nil && text.isEmpty {
      textRange = range
      return
    }
    spillText()
    text.append(body.extracting(range))
  }

  private mutating func spillText() {
    guard let range = textRange else { return }
    text.append(body.extracting(range))
    textRange = nil
  }

  private mutating func deliverText() {
    if textRange == nil && text.isEmpty { return }
    nameBytes += path.count
    if nameBytes <= limits.nameBytes {
      let (path, text) = (path, text)
      if let textRange {
        sink.xmlText(path: path.span, text: body.extracting(textRange))
      } else {
        sink.xmlText(path: path.span, text: text.span)
      }
    }
    textRange = nil
    text.removeAll(keepingCapacity: true)
  }

  // MARK: Pieces

  mutating func instruction() throws(BodyProblem) {
    let start = position
    position += 2
    let target = try name()
    // `<?xml` opens a document and stands nowhere else.
    if body.extracting(target).isEqualIgnoringCase(to: "xml") { throw BodyProblem(.xmlInvalidMarkup, at: start) }
    guard isAt("?>") || (position < body.count && isXMLSpace(body[position])) else {
      throw position < body.count ? problem(.xmlInvalidMarkup) : end()
    }
    try skip(past: "?>")
  }

  mutating func comment() throws(BodyProblem) {
    position += 4
    try skip(past: "--")
    guard position < body.count else { throw end() }
    guard body[position] == UInt8(ascii: ">") else { throw problem(.xmlInvalidMarkup) }
    position += 1
  }

  mutating func name() throws(BodyProblem) -> Range<Int> {
    let start = position
    guard position < body.count else { throw end() }
    guard isXMLNameByte(body[position]), !isXMLNameExtra(body[position]) else { throw problem(.xmlInvalidName) }
    while position < body.count && isXMLNameByte(body[position]) { position += 1 }
    return start..<position
  }

  @discardableResult
  mutating func skipSpace() -> Bool {
    let start = position
    while position < body.count && isXMLSpace(body[position]) { position += 1 }
    return position > start
  }

  private mutating func skip(past mark: StaticString) throws(BodyProblem) {
    let first = ByteSlice(mark)[0]
    while let found = body.firstIndex(of: first, from: position) {
      position = found
      if isAt(mark) {
        position += mark.utf8CodeUnitCount
        return
      }
      position += 1
    }
    throw end()
  }

  func isAt(_ mark: StaticString) -> Bool { body.extracting(position..<body.count).hasPrefix(mark) }

  func problem(_ kind: BodyProblem.Kind) -> BodyProblem { BodyProblem(kind, at: position) }

  func end() -> BodyProblem { BodyProblem(.xmlUnexpectedEnd, at: body.count) }
}
