import Bytes

/// The header lines of the part being read, and what its `Content-Disposition` says.
struct MultipartHeaders {
  /// Each header's lines, from its name to before its last end of line, and its name.
  private var lines: [Range<Int>] = []
  private var names: [Range<Int>] = []
  private var unfolded: [UInt8] = []
  private(set) var disposition = ContentDisposition()

  /// Why the headers, though each is well formed, make no part.
  enum Fault {
    case noDisposition, noName
    case disposition(ContentDisposition.Fault)
  }

  var count: Int { lines.count }
  var isEmpty: Bool { lines.isEmpty }

  mutating func removeAll() {
    lines.removeAll(keepingCapacity: true)
    names.removeAll(keepingCapacity: true)
    disposition.removeAll()
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
      throw BodyFault(.multipartDuplicateHeader, at: line.start)
    }
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

  /// Reads `Content-Disposition` into `disposition`.
  mutating func readDisposition(in body: Span<UInt8>) -> Fault? {
    disposition.removeAll()
    for index in names.indices
    where body.extracting(names[index]).isEqualIgnoringCase(to: "content-disposition") {
      unfold(body.extracting((names[index].upperBound + 1)..<lines[index].upperBound))
      let value = unfolded
      let trimmed = value.span.trimmedRange(of: .space)
      if let fault = disposition.parse(value.span.extracting(trimmed.lowerBound..<value.count)) {
        return .disposition(fault)
      }
      return disposition.name.isEmpty ? .noName : nil
    }
    return .noDisposition
  }

  func fault(_ fault: Fault, at offset: Int) -> BodyFault {
    switch fault {
    case .noDisposition: BodyFault(.multipartDispositionMissing, at: offset)
    case .noName: BodyFault(.multipartNameMissing, at: offset)
    case .disposition(let fault): BodyFault(.multipartInvalidDisposition, at: offset, code: fault.rawValue)
    }
  }
}
