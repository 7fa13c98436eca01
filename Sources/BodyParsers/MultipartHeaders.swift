import Bytes

/// The header lines of the part being read, and what its `Content-Disposition` says.
struct MultipartHeaders {
  /// A header with the lines it is folded over.
  private struct Header {
    var start: Int
    var end: Int
    var nameEnd: Int
    var isFolded: Bool
  }

  private var headers: [Header] = []
  private var unfolded: [UInt8] = []
  private(set) var disposition = ContentDisposition()

  /// Why the headers, though each is well formed, make no part.
  enum Fault {
    case noDisposition, noName
    case disposition(ContentDisposition.Fault)
  }

  var isEmpty: Bool { headers.isEmpty }

  mutating func removeAll() {
    headers.removeAll(keepingCapacity: true)
    disposition.removeAll()
  }

  /// Takes a line that is not empty.
  mutating func add(
    _ line: Line, in body: Span<UInt8>, _ limits: BodyLimits, _ report: inout MultipartReport
  ) throws(BodyProblem) {
    let text = body.extracting(line.start..<line.end)
    if let zero = text.firstIndex(of: 0) { throw BodyProblem(.multipartHeaderNUL, at: line.start + zero) }
    if text[0].isASCIISpace {
      try fold(line, in: body, limits, &report)
      return
    }
    if text.count > limits.partHeaderBytes { throw BodyProblem(.multipartHeaderTooLong, at: line.start) }
    let whole = line.start..<line.next
    guard let colon = text.firstIndex(of: UInt8(ascii: ":")) else {
      throw BodyProblem(.multipartHeaderColonMissing, at: line.start, quoting: whole, body)
    }
    if colon == 0 { throw BodyProblem(.multipartHeaderNameMissing, at: line.start, quoting: whole, body) }
    if headers.count >= limits.partHeaders { throw BodyProblem(.multipartTooManyHeaders, at: line.start) }
    let isDuplicate = contains(text.extracting(0..<colon), in: body)
    headers.append(Header(start: line.start, end: line.end, nameEnd: line.start + colon, isFolded: false))
    // Kept all the same: CRS 922130 looks at the line.
    for index in 0..<colon where text[index] < 0x21 || text[index] > 0x7e {
      throw BodyProblem(.multipartHeaderInvalidCharacter, at: line.start + index, quoting: whole, body)
    }
    if isDuplicate {
      throw BodyProblem(
        .multipartDuplicateHeader, at: line.start, quoting: line.start..<(line.start + colon), body)
    }
  }

  private mutating func fold(
    _ line: Line, in body: Span<UInt8>, _ limits: BodyLimits, _ report: inout MultipartReport
  ) throws(BodyProblem) {
    guard let last = headers.indices.last else { throw BodyProblem(.multipartHeaderFolding, at: line.start) }
    report.headerFolding = true
    // RFC 2557 folds at blank and TAB; PHP and others take any white space.
    if body[line.start] != 0x20 && body[line.start] != 0x09 { report.invalidHeaderFolding = true }
    headers[last].end = line.end
    headers[last].isFolded = true
    if line.end - headers[last].start > limits.partHeaderBytes {
      throw BodyProblem(.multipartHeaderTooLong, at: line.start)
    }
  }

  private func contains(_ name: Span<UInt8>, in body: Span<UInt8>) -> Bool {
    for header in headers where body.extracting(header.start..<header.nameEnd).isEqualIgnoringCase(to: name) {
      return true
    }
    return false
  }

  /// Calls `action` with each header as one line, without its end, and if folded without the ends of line inside.
  mutating func forEachLine(in body: Span<UInt8>, _ action: (Span<UInt8>) -> Void) {
    for header in headers {
      let raw = body.extracting(header.start..<header.end)
      if header.isFolded {
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
    for header in headers
    where body.extracting(header.start..<header.nameEnd).isEqualIgnoringCase(to: "content-disposition") {
      unfold(body.extracting((header.nameEnd + 1)..<header.end))
      let value = unfolded
      let trimmed = value.span.trimmedRange(of: .space)
      if let fault = disposition.parse(value.span.extracting(trimmed.lowerBound..<value.count)) {
        return .disposition(fault)
      }
      return disposition.name.isEmpty ? .noName : nil
    }
    return .noDisposition
  }

  func problem(_ fault: Fault, in body: Span<UInt8>, at offset: Int) -> BodyProblem {
    switch fault {
    case .noDisposition: return BodyProblem(.multipartDispositionMissing, at: offset)
    case .noName: return BodyProblem(.multipartNameMissing, at: offset)
    case .disposition(let fault):
      var detail = [UInt8]("(")
      detail.append(decimal: fault.rawValue)
      detail.append(").")
      return BodyProblem(.multipartInvalidDisposition, at: offset, detail: detail)
    }
  }
}
