import Bytes

/// The header lines of the part being read, and what its `Content-Disposition` says.
struct MultipartHeaders {
  /// Each header's lines, from its name to before its last end of line, and its name.
  private var lines: [Range<Int>] = []
  private var names: [Range<Int>] = []
  private var unfolded: [UInt8] = []
  private(set) var disposition = ContentDisposition()
  /// Something in them no client writes: another reader may make of the part something else.
  private(set) var isOdd = false
  private var hasType = false

  var count: Int { lines.count }
  var isEmpty: Bool { lines.isEmpty }

  mutating func removeAll() {
    lines.removeAll(keepingCapacity: true)
    names.removeAll(keepingCapacity: true)
    disposition = ContentDisposition()
    isOdd = false
    hasType = false
  }

  /// Whether the part is a file to us and may be a field to another: servers read `\"` in different ways, and some take
  /// a part without a media type for a field, be there a file name.
  var mayBeField: Bool {
    isOdd || disposition.hasEscapes || disposition.hasInvalidQuoting || (!hasType && !disposition.fileName.isEmpty)
  }

  /// Takes a line that is not empty.
  mutating func add(
    _ line: Line, in body: Span<UInt8>, _ limits: BodyLimits, _ report: inout MultipartReport
  ) throws(BodyFault) {
    let text = body.extracting(line.start..<line.end)
    if let zero = text.firstIndex(of: 0) { throw BodyFault(.multipartHeaderNUL, at: line.start + zero) }
    if text[0].isASCIISpace {
      try fold(line, in: body, limits, &report)
      return
    }
    if text.count > limits.partHeaderBytes { throw BodyFault(.multipartHeaderTooLong, at: line.start) }
    guard let colon = text.firstIndex(of: UInt8(ascii: ":")) else {
      throw BodyFault(.multipartHeaderColonMissing, at: line.start)
    }
    if colon == 0 { throw BodyFault(.multipartHeaderNameMissing, at: line.start) }
    if lines.count >= limits.partHeaders { throw BodyFault(.multipartTooManyHeaders, at: line.start) }
    let isDuplicate = contains(text.extracting(0..<colon), in: body)
    lines.append(line.start..<line.end)
    names.append(line.start..<(line.start + colon))
    // Kept all the same: CRS 922130 looks at the line.
    for index in 0..<colon where text[index] < 0x21 || text[index] > 0x7e {
      throw BodyFault(.multipartHeaderInvalidCharacter, at: line.start)
    }
    if isDuplicate {
      report.duplicatePartHeader = true
      throw BodyFault(.multipartDuplicateHeader, at: line.start)
    }
    // To some a CR alone ends a line.
    if text.firstIndex(of: 0x0d) != nil { throw BodyFault(.multipartHeaderInvalidCharacter, at: line.start) }
  }

  private mutating func fold(
    _ line: Line, in body: Span<UInt8>, _ limits: BodyLimits, _ report: inout MultipartReport
  ) throws(BodyFault) {
    guard let last = lines.indices.last else { throw BodyFault(.multipartHeaderFolding, at: line.start) }
    report.headerFolding = true
    // RFC 2557 folds at blank and TAB; PHP and others take any white space.
    if body[line.start] != 0x20 && body[line.start] != 0x09 { report.invalidHeaderFolding = true }
    lines[last] = lines[last].lowerBound..<line.end
    if lines[last].count > limits.partHeaderBytes {
      throw BodyFault(.multipartHeaderTooLong, at: line.start)
    }
  }

  private func contains(_ name: Span<UInt8>, in body: Span<UInt8>) -> Bool {
    for other in names where body.extracting(other).isEqualIgnoringCase(to: name) { return true }
    return false
  }

  /// Calls `action` with each header as one line, without its end, and if folded without the ends of line inside.
  mutating func forEachLine(in body: Span<UInt8>, _ action: (Span<UInt8>) -> Void) {
    for range in lines {
      let raw = body.extracting(range)
      if raw.firstIndex(of: 0x0a) != nil {
        unfold(raw)
        let line = unfolded
        action(line.span)
      } else {
        action(raw)
      }
    }
  }

  private mutating func unfold(_ raw: Span<UInt8>) {
    unfolded.removeAll(keepingCapacity: true)
    for index in 0..<raw.count {
      let isReturn = raw[index] == 0x0d && index + 1 < raw.count && raw[index + 1] == 0x0a
      if !isReturn && raw[index] != 0x0a { unfolded.append(raw[index]) }
    }
  }

  /// Reads what the headers say of the part, `Content-Disposition` into `disposition`, and tells why they, though each
  /// is well formed, make no part.
  mutating func readMeaning(in body: Span<UInt8>, at offset: Int) -> BodyFault? {
    var hasDisposition = false
    var fault: BodyFault? = BodyFault(.multipartDispositionMissing, at: offset)
    for index in names.indices {
      let name = body.extracting(names[index])
      let isDisposition = name.isEqualIgnoringCase(to: "content-disposition")
      let isType = name.isEqualIgnoringCase(to: "content-type")
      guard isDisposition || isType || name.isEqualIgnoringCase(to: "content-transfer-encoding") else { continue }
      unfold(body.extracting((names[index].upperBound + 1)..<lines[index].upperBound))
      let value = unfolded
      let trimmed = value.span.trimmedRange(of: .space)
      let text = value.span.extracting(trimmed.lowerBound..<value.count)
      if isType {
        hasType = true
        if Self.isOddType(text) { isOdd = true }
      } else if !isDisposition {
        if !Self.isPlainEncoding(value.span.extracting(trimmed)) { isOdd = true }
      } else if !hasDisposition {
        hasDisposition = true
        if let problem = disposition.parse(text) {
          fault = BodyFault(.multipartInvalidDisposition, at: offset, code: problem.rawValue)
        } else {
          fault = disposition.name.isEmpty ? BodyFault(.multipartNameMissing, at: offset) : nil
        }
        if disposition.isOdd { isOdd = true }
      }
    }
    return fault
  }

  /// Whether a part's media type is none, or one whose content some servers read as a form of its own.
  private static func isOddType(_ text: Span<UInt8>) -> Bool {
    var reader = MediaTypeReader(text)
    while reader.next(in: text) != nil {}
    let type = text.extracting(reader.type)
    return type.count == 0 || reader.fault != nil || type.hasPrefixIgnoringCase("multipart/")
      || type.isEqualIgnoringCase(to: "application/x-www-form-urlencoded")
  }

  /// RFC 7578 §4.7 knows no encoding of a part; servers that do decode what rules would see encoded.
  private static func isPlainEncoding(_ text: Span<UInt8>) -> Bool {
    text.isEqualIgnoringCase(to: "binary") || text.isEqualIgnoringCase(to: "8bit")
      || text.isEqualIgnoringCase(to: "7bit")
  }
}
