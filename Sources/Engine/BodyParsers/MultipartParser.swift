import Bytes

/// Splits a `multipart/form-data` body into fields and files, as strictly as libmodsecurity.
///
/// A part is a file when it has a `filename` that is not empty, else a field. Names are the bytes sent, but for `\"`
/// and `\\`. The end of line before a boundary belongs to the boundary. Reading stops at the first problem; the part
/// it is in is delivered as far as it goes, so that rules see all a lenient server may see.
/// Source: RFC 7578, RFC 2046 §5.1; the flags are those of ModSecurity's `MULTIPART_STRICT_ERROR`.
public struct MultipartParser: ~Escapable {
  private enum State {
    case beforeFirst, headers, content, afterLast
  }

  private let body: Span<UInt8>
  private let boundary: Span<UInt8>
  private let limits: BodyLimits
  private let sink: BodySink
  private var report: MultipartReport

  private var state = State.beforeFirst
  private var headers = MultipartHeaders()
  private var contentStart = 0
  /// Where the content ends if the next line is a boundary: before the last end of line.
  private var contentEnd = 0
  private var hasBoundary = false
  private var hasForeignBoundary = false
  private var hasCRLFLine = false
  private var files = 0
  private var fileBytes = 0
  private var budget: DeliveryBudget

  @_lifetime(copy body, copy boundary)
  private init(
    _ body: Span<UInt8>, boundary: Span<UInt8>, limits: BodyLimits, _ sink: BodySink, _ report: MultipartReport
  ) {
    self.body = body
    self.boundary = boundary
    self.limits = limits
    self.sink = sink
    self.report = report
    budget = DeliveryBudget(limits)
  }

  /// Reads the body until more than `readBytes` of it are in no file. With an empty one the flags about `contentType` are
  /// set all the same.
  ///
  /// - Parameters:
  ///   - contentType: the value of the request's `Content-Type`.
  ///   - limits: `uploadFiles`, `partHeaderBytes`, `partHeaders`, `values` (parts and their headers),
  ///     `nameBytes` (part names, with each header again), `noFilesBytes` and `readBytes` hold here.
  ///   - sink: told of each part in order: `part`, its `partHeader`s, then `argument` or `file`.
  public static func parse(
    _ body: Span<UInt8>, contentType: Span<UInt8>, limits: BodyLimits, _ sink: BodySink
  ) -> MultipartReport {
    var report = MultipartReport()
    do {
      let boundary = try MultipartBoundary(contentType: contentType, &report)
      if body.count == 0 { return report }
      var parser = MultipartParser(
        body, boundary: contentType.extracting(boundary.range), limits: limits, sink, report)
      parser.parseLines()
      return parser.report
    } catch {
      report.problem = BodyProblem(error, in: contentType)
      return report
    }
  }

  private mutating func parseLines() {
    do throws(BodyFault) {
      var start = 0
      while start < body.count {
        let line = Line(in: body, from: start)
        try read(line)
        start = line.next
        let openFileBytes = isInFile ? start - contentStart : 0
        if start - fileBytes - openFileBytes > limits.readBytes {
          throw BodyFault(.noFilesLimit, at: limits.readBytes)
        }
      }
      try finish()
    } catch {
      try? deliverRest()
      report.problem = BodyProblem(error, in: body)
    }
    report.crlfLFLines = report.lfLine && hasCRLFLine
    if hasBoundary {
      report.unmatchedBoundary = state == .afterLast && !hasForeignBoundary ? 0 : 2
    } else {
      report.unmatchedBoundary = hasForeignBoundary ? 1 : 0
    }
  }

  private var isInFile: Bool { state == .content && !headers.disposition.fileName.isEmpty }

  private mutating func read(_ line: Line) throws(BodyFault) {
    if try readBoundary(line) { return }
    try rejectHidden(line)
    switch state {
    case .beforeFirst: report.dataBefore = true
    case .afterLast: report.dataAfter = true
    case .headers: try readHeader(line)
    case .content: contentEnd = line.end
    }
  }

  // MARK: Boundaries

  /// Whether the line is a boundary of ours, which it then acts on.
  private mutating func readBoundary(_ line: Line) throws(BodyFault) -> Bool {
    // The reference engine looks at lines of more than three bytes, their end included.
    guard line.next - line.start > 3, body[line.start] == UInt8(ascii: "-"), body[line.start + 1] == UInt8(ascii: "-")
    else { return false }
    let text = body.extracting((line.start + 2)..<line.end)
    guard text.hasPrefix(boundary) else {
      try rejectDisguised(text, line)
      hasForeignBoundary = true
      return false
    }
    hasBoundary = true
    let rest = text.extracting(boundary.count..<text.count)
    let isFinal = rest.isEqual(to: "--")
    // A boundary on the last line needs no end of line if it is the final one.
    guard isFinal || rest.count == 0, isFinal || line.ending != .none else {
      if rest.count == 0 { return true }
      throw BodyFault(.multipartInvalidBoundary, at: line.start)
    }
    if state == .afterLast { throw BodyFault(.multipartDuplicateFinalBoundary, at: line.start) }
    note(line.ending)
    try endPart()
    state = isFinal ? .afterLast : .headers
    return true
  }

  /// Our boundary behind white space, or in the quotes it has in the request's header.
  private func rejectDisguised(_ text: Span<UInt8>, _ line: Line) throws(BodyFault) {
    if report.boundaryQuoted, text.count > 0, text[0] == UInt8(ascii: "\""),
      text.extracting(1..<text.count).hasPrefix(boundary)
    {
      throw BodyFault(.multipartQuotedBoundaryLine, at: line.start)
    }
    var index = 0
    while index < text.count && text[index].isASCIISpace { index += 1 }
    if index > 0 && text.extracting(index..<text.count).hasPrefix(boundary) {
      throw BodyFault(.multipartPaddedBoundaryLine, at: line.start)
    }
  }

  /// Our boundary behind a CR alone, which is an end of line to some servers.
  private func rejectHidden(_ line: Line) throws(BodyFault) {
    let text = body.extracting(line.start..<line.end)
    var from = 0
    while let mark = text.firstIndex(of: 0x0d, from: from) {
      from = mark + 1
      if text.has("--", at: from), text.extracting((from + 2)..<text.count).hasPrefix(boundary) {
        throw BodyFault(.multipartInvalidBoundary, at: line.start + from)
      }
    }
  }

  private mutating func note(_ ending: Line.Ending) {
    switch ending {
    case .lf: report.lfLine = true
    case .crlf: hasCRLFLine = true
    case .none: break
    }
  }

  private mutating func finish() throws(BodyFault) {
    if !hasBoundary { throw BodyFault(.multipartNoBoundaries, at: body.count) }
    if state != .afterLast { throw BodyFault(.multipartFinalBoundaryMissing, at: body.count) }
    if let fault = limits.fault(bytesWithoutFiles: body.count - fileBytes) { throw fault }
  }

  // MARK: Parts

  private mutating func readHeader(_ line: Line) throws(BodyFault) {
    note(line.ending)
    if line.end > line.start {
      try headers.add(line, in: body, limits, &report)
      return
    }
    let fault = headers.readDisposition(in: body)
    if headers.disposition.hasInvalidQuoting { report.invalidQuoting = true }
    if let fault {
      report.invalidPart = true
      throw headers.fault(fault, at: line.start)
    }
    try deliverHeaders()
    if let other = headers.disposition.otherFileName {
      report.invalidPart = true
      sink.otherFileName(name: headers.disposition.name.span, fileName: other.span)
    }
    state = .content
    contentStart = line.next
    contentEnd = line.next
  }

  /// At a boundary: what stood before it is whole.
  private mutating func endPart() throws(BodyFault) {
    switch state {
    case .content: deliverContent()
    case .headers:
      report.invalidPart = true
      try deliverRest()
    case .beforeFirst, .afterLast: break
    }
    headers.removeAll()
  }

  /// After a problem: what there is of the part it is in.
  private mutating func deliverRest() throws(BodyFault) {
    switch state {
    case .content:
      // Of a field no more than is read.
      contentEnd = body.count - (isInFile ? 0 : max(0, body.count - fileBytes - limits.readBytes))
      deliverContent()
    case .headers where !headers.isEmpty:
      _ = headers.readDisposition(in: body)
      if headers.disposition.hasInvalidQuoting { report.invalidQuoting = true }
      try deliverHeaders()
      contentStart = 0
      contentEnd = 0
      if headers.disposition.hasName { deliverContent() }
    case .headers, .beforeFirst, .afterLast: break
    }
  }

  // Not inlined: the two places that call it become three.
  @inline(never)
  private mutating func deliverHeaders() throws(BodyFault) {
    let name = headers.disposition.name
    let fileName = headers.disposition.fileName
    let values = 1 + headers.count
    try budget.spend(values: values, nameBytes: values * name.count, at: contentStart)
    sink.part(name: name.span, fileName: fileName.span, hasFileName: headers.disposition.hasFileName)
    headers.forEachLine(in: body) { line in sink.partHeader(partName: name.span, line: line) }
  }

  private mutating func deliverContent() {
    let name = headers.disposition.name
    let fileName = headers.disposition.fileName
    let content = body.extracting(contentStart..<max(contentStart, contentEnd))
    if !fileName.isEmpty {
      fileBytes += content.count
      files += 1
      if files > limits.uploadFiles {
        report.fileLimitExceeded = true
      } else {
        sink.file(name: name.span, fileName: fileName.span, content: content)
      }
    } else {
      // The sink notes one it refuses; files may follow.
      _ = sink.argument(name: name.span, value: content)
    }
  }

}

/// One line of the body: `start..<end` without what ends it, `next` after that.
struct Line {
  enum Ending { case lf, crlf, none }

  let start: Int
  let end: Int
  let next: Int
  let ending: Ending

  init(in body: Span<UInt8>, from start: Int) {
    self.start = start
    guard let feed = body.firstIndex(of: 0x0a, from: start) else {
      end = body.count
      next = body.count
      ending = .none
      return
    }
    next = feed + 1
    let hasReturn = feed > start && body[feed - 1] == 0x0d
    end = hasReturn ? feed - 1 : feed
    ending = hasReturn ? .crlf : .lf
  }
}
