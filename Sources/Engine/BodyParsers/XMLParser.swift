import Bytes

/// Reads XML 1.0 for its text and its attributes; checks that it is well formed, validates nothing.
///
/// Nothing is fetched and no entity is expanded but the five predefined ones and character references; a reference to
/// another is a problem, be it declared: what the server behind puts in its place, rules would not see.
/// Names are as written, prefixes are not resolved. Text comes in pieces, one between any two tags, CDATA sections
/// joined in, comments and instructions left out; line ends are LF. Source: XML 1.0 (fifth edition).
public struct XMLParser: ~Escapable {
  let body: Span<UInt8>
  let limits: BodyLimits
  let sink: BodySink
  var position: Int

  /// The path of the element we are in, `/a/b`, and where in it the name of each open element is.
  private var path: [UInt8] = []
  private var names: [Range<Int>] = []
  private var hasRoot = false
  private var hasDocumentType = false
  /// Where a document type names the address of a DTD or an entity: who fetches it reads what rules never see.
  var externalAddress: Int?
  var budget: DeliveryBudget

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
    budget = DeliveryBudget(limits, bodyBytes: body.count)
  }

  /// Reads the body, up to `readBytes`; what stands before a problem has been delivered. The empty body is not a
  /// problem.
  ///
  /// - Parameters:
  ///   - limits: `xmlDepth`, `xmlAttributes`, `values`, `nameBytes` (paths), `noFilesBytes` and `readBytes` hold here.
  ///   - sink: told by `xmlText`, `xmlAttribute` and `xmlNamespace`.
  public static func parse(_ body: Span<UInt8>, limits: BodyLimits, _ sink: BodySink) throws(BodyProblem) {
    if body.count == 0 { return }
    var fault = limits.fault(bytesWithoutFiles: body.count)
    do {
      try parseFaulting(body.extracting(first: limits.readBytes), limits: limits, sink)
    } catch {
      if !(limits.isCut && error.kind.isMissingEnd) { fault = fault ?? error }
    }
    if let fault { throw BodyProblem(fault, in: body) }
  }

  private static func parseFaulting(_ body: Span<UInt8>, limits: BodyLimits, _ sink: BodySink) throws(BodyFault) {
    let declaration = try XMLDeclaration(body)
    // Bytes that no XML document has end the document: what stands before them is read as ever.
    let length = xmlCharactersLength(body, isUTF8: declaration.isUTF8)
    let isCutHere =
      limits.isCut && declaration.isUTF8 && length + 4 > body.count && length < body.count && body[length] >= 0x80
    var parser = XMLParser(body.extracting(0..<length), from: declaration.end, limits: limits, sink)
    do {
      try parser.document()
    } catch {
      try? parser.deliverText()
      throw length < body.count && !isCutHere && error.offset == length
        ? BodyFault(.xmlInvalidCharacter, at: length) : error
    }
    if length < body.count && !isCutHere { throw BodyFault(.xmlInvalidCharacter, at: length) }
    if let external = parser.externalAddress { throw BodyFault(.xmlInvalidReference, at: external) }
  }

  private mutating func document() throws(BodyFault) {
    while position < body.count {
      let byte = body[position]
      if byte == UInt8(ascii: "<") {
        try markup()
      } else if !names.isEmpty {
        try characters()
      } else if isXMLSpace(byte) {
        position += 1
      } else {
        throw BodyFault(.xmlContentOutsideRoot, at: position)
      }
    }
    if !names.isEmpty { throw BodyFault(.xmlUnexpectedEnd, at: position) }
    if !hasRoot { throw BodyFault(.xmlNoRoot, at: position) }
  }

  private mutating func markup() throws(BodyFault) {
    guard position + 1 < body.count else { throw BodyFault(.xmlUnexpectedEnd, at: body.count) }
    switch body[position + 1] {
    case UInt8(ascii: "/"): try endTag()
    case UInt8(ascii: "?"): try instruction()
    case UInt8(ascii: "!"): try declarationOrSection()
    default: try startTag()
    }
  }

  private mutating func declarationOrSection() throws(BodyFault) {
    if isAt("<!--") {
      try comment()
    } else if isAt("<![CDATA["), !names.isEmpty {
      position += 9
      let start = position
      do throws(BodyFault) { try skip(past: "]]>") } catch {
        addText(start..<body.count)
        throw error
      }
      addText(start..<(position - 3))
    } else if isAt("<!DOCTYPE"), !hasRoot, !hasDocumentType {
      hasDocumentType = true
      try documentType()
    } else {
      throw BodyFault(.xmlInvalidMarkup, at: position)
    }
  }

  // MARK: Tags

  private mutating func startTag() throws(BodyFault) {
    try deliverText()
    position += 1
    let name = try self.name()
    if names.isEmpty && hasRoot { throw BodyFault(.xmlContentOutsideRoot, at: position) }
    guard names.count < limits.xmlDepth else { throw BodyFault(.xmlDepthLimit, at: position) }
    hasRoot = true
    path.append(UInt8(ascii: "/"))
    names.append(path.count..<(path.count + name.count))
    path.append(body.extracting(name))
    attributes.removeAll(keepingCapacity: true)
    while true {
      let hasSpace = skipSpace()
      guard position < body.count else { throw BodyFault(.xmlUnexpectedEnd, at: body.count) }
      if body[position] == UInt8(ascii: ">") {
        position += 1
        return
      }
      if isAt("/>") {
        position += 2
        closeElement()
        return
      }
      guard hasSpace else { throw BodyFault(.xmlInvalidAttribute, at: position) }
      try attribute()
    }
  }

  private mutating func endTag() throws(BodyFault) {
    try deliverText()
    let start = position
    position += 2
    let name = try self.name()
    skipSpace()
    guard position < body.count else { throw BodyFault(.xmlUnexpectedEnd, at: body.count) }
    guard body[position] == UInt8(ascii: ">") else { throw BodyFault(.xmlInvalidMarkup, at: position) }
    guard isInnermost(body.extracting(name)) else { throw BodyFault(.xmlMismatchedTag, at: start) }
    position += 1
    closeElement()
  }

  /// Whether the element opened last is called so. Apart, like what delivers: a `path` held while it is changed would
  /// be copied whole for each tag.
  private func isInnermost(_ name: Span<UInt8>) -> Bool {
    guard let opened = names.last else { return false }
    return path.span.extracting(opened).isEqual(to: name)
  }

  private mutating func closeElement() {
    path.removeLast(names.removeLast().count + 1)
  }

  private mutating func attribute() throws(BodyFault) {
    let name = try self.name()
    skipSpace()
    guard position < body.count else { throw BodyFault(.xmlUnexpectedEnd, at: body.count) }
    guard body[position] == UInt8(ascii: "=") else { throw BodyFault(.xmlInvalidAttribute, at: position) }
    position += 1
    skipSpace()
    do throws(BodyFault) { try literal(isAttribute: true) } catch {
      // What there is of a value without an end is judged too.
      if error.kind == .xmlUnexpectedEnd { try deliverAttribute(body.extracting(name)) }
      throw error
    }

    let nameText = body.extracting(name)
    for other in attributes where body.extracting(other).isEqual(to: nameText) {
      throw BodyFault(.xmlDuplicateAttribute, at: name.lowerBound)
    }
    guard attributes.count < limits.xmlAttributes else { throw BodyFault(.xmlAttributeLimit, at: name.lowerBound) }
    attributes.append(name)

    try deliverAttribute(nameText)
  }

  private mutating func deliverAttribute(_ name: Span<UInt8>) throws(BodyFault) {
    let pathLength = path.count
    path.append(UInt8(ascii: "/"))
    path.append(UInt8(ascii: "@"))
    path.append(name)
    try budget.spend(nameBytes: path.count, at: position)
    tellAttribute(name)
    path.removeLast(path.count - pathLength)
  }

  private func tellAttribute(_ name: Span<UInt8>) {
    // XPath's attribute axis has no namespace declarations.
    if name.isEqual(to: "xmlns") || name.hasPrefix("xmlns:") {
      sink.xmlNamespace(path: path.span, value: value.span)
    } else {
      sink.xmlAttribute(path: path.span, value: value.span)
    }
  }

  /// Reads a quoted literal into `value`, references replaced; white space in an attribute becomes blanks.
  ///
  /// - Parameter isAttribute: else it is an entity's value, where references to entities stay as written (§4.4.7).
  mutating func literal(isAttribute: Bool) throws(BodyFault) {
    guard position < body.count else { throw BodyFault(.xmlUnexpectedEnd, at: body.count) }
    let quote = body[position]
    guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
      throw BodyFault(.xmlInvalidAttribute, at: position)
    }
    position += 1
    value.removeAll(keepingCapacity: true)
    while position < body.count {
      let byte = body[position]
      switch byte {
      case quote:
        position += 1
        return
      case UInt8(ascii: "&"):
        try appendXMLReference(body, &position, keepsUnknown: !isAttribute, to: &value)
        continue
      case UInt8(ascii: "<") where isAttribute: throw BodyFault(.xmlInvalidAttribute, at: position)
      case 0x0d where position + 1 < body.count && body[position + 1] == 0x0a: break
      default: value.append(isAttribute && isXMLSpace(byte) ? 0x20 : byte)
      }
      position += 1
    }
    throw BodyFault(.xmlUnexpectedEnd, at: body.count)
  }

  // MARK: Text

  private mutating func characters() throws(BodyFault) {
    var start = position
    while position < body.count {
      switch body[position] {
      case UInt8(ascii: "<"):
        addText(start..<position)
        return
      case UInt8(ascii: "&"):
        addText(start..<position)
        spillText()
        try appendXMLReference(body, &position, keepsUnknown: false, to: &text)
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
        throw BodyFault(.xmlInvalidMarkup, at: position)
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

  private mutating func deliverText() throws(BodyFault) {
    if textRange == nil && text.isEmpty { return }
    try budget.spend(nameBytes: path.count, at: position)
    tellText()
    textRange = nil
    text.removeAll(keepingCapacity: true)
  }

  private func tellText() {
    if let textRange {
      sink.xmlText(path: path.span, text: body.extracting(textRange))
    } else {
      sink.xmlText(path: path.span, text: text.span)
    }
  }

  // MARK: Pieces

  mutating func instruction() throws(BodyFault) {
    let start = position
    position += 2
    let target = try name()
    // `<?xml` opens a document and stands nowhere else.
    if body.extracting(target).isEqualIgnoringCase(to: "xml") { throw BodyFault(.xmlInvalidMarkup, at: start) }
    guard isAt("?>") || (position < body.count && isXMLSpace(body[position])) else {
      throw position < body.count
        ? BodyFault(.xmlInvalidMarkup, at: position) : BodyFault(.xmlUnexpectedEnd, at: body.count)
    }
    try skip(past: "?>")
  }

  mutating func comment() throws(BodyFault) {
    position += 4
    try skip(past: "--")
    guard position < body.count else { throw BodyFault(.xmlUnexpectedEnd, at: body.count) }
    guard body[position] == UInt8(ascii: ">") else { throw BodyFault(.xmlInvalidMarkup, at: position) }
    position += 1
  }

  mutating func name() throws(BodyFault) -> Range<Int> {
    let start = position
    guard position < body.count else { throw BodyFault(.xmlUnexpectedEnd, at: body.count) }
    guard isXMLNameByte(body[position]), !isXMLNameExtra(body[position]) else {
      throw BodyFault(.xmlInvalidName, at: position)
    }
    while position < body.count && isXMLNameByte(body[position]) { position += 1 }
    return start..<position
  }

  @discardableResult
  mutating func skipSpace() -> Bool {
    let start = position
    while position < body.count && isXMLSpace(body[position]) { position += 1 }
    return position > start
  }

  private mutating func skip(past mark: StaticString) throws(BodyFault) {
    let first = ByteSlice(mark)[0]
    while let found = body.firstIndex(of: first, from: position) {
      position = found
      if isAt(mark) {
        position += mark.utf8CodeUnitCount
        return
      }
      position += 1
    }
    throw BodyFault(.xmlUnexpectedEnd, at: body.count)
  }

  func isAt(_ mark: StaticString) -> Bool { body.has(mark, at: position) }
}
