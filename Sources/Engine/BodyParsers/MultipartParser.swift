import Bytes

/// Splits a `multipart/form-data` body into fields and files, as strictly as libmodsecurity.
///
/// A part is a file when it has a `filename` that is not empty, else a field. Names are the bytes sent, but for `\"`
/// and `\\`. The end of line before a boundary belongs to the boundary.
///
/// A part is either written as clients write it or it is an error, and then every reading of it is delivered: from the
/// first flag or problem on, and where one part's headers may be read otherwise, what is a file to us is an argument
/// too. A boundary that only lenient servers see ends a part, and what stands there is delivered as one value as well.
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
  private var lineStart = 0
  private var restStart: Int?
  /// `unmatchedBoundary` where the reference engine stops: at the first problem.
  private var unmatchedAtProblem: UInt8?
  private let delimiter: DelimiterSearch
  private var hasBoundary = false
  private var hasForeignBoundary = false
  private var hasCRLFLine = false
  private var files = 0
  private var fileBytes = 0
  /// Contents of fields: what SecRequestBodyNoFilesLimit counts, as in the reference engine.
  private var fieldBytes = 0
  /// Contents of files delivered as arguments too.
  private var copiedBytes = 0
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
    delimiter = DelimiterSearch(boundary: boundary)
    budget = DeliveryBudget(limits, bodyBytes: body.count)
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
      if body.count > 0 {
        _ = sink.argument(name: ByteSlice.empty.span, value: body.extracting(first: limits.readBytes))
      }
      return report
    }
  }

  private mutating func parseLines() {
    do throws(BodyFault) {
      while lineStart < body.count {
        let line = Line(in: body, from: lineStart)
        try read(line)
        lineStart = line.next
        let openFileBytes = isInFile ? lineStart - contentStart : 0
        if lineStart - fileBytes - openFileBytes > limits.readBytes {
          throw BodyFault(.noFilesLimit, at: limits.readBytes)
        }
      }
      try finish()
    } catch {
      note(error, rest: nil)
      if state == .headers { restStart = restStart ?? lineStart }
    }
    try? deliverOpenPart()
    deliverRest()
    report.crlfLFLines = report.lfLine && hasCRLFLine
    report.unmatchedBoundary = unmatchedAtProblem ?? (limits.isCut ? 0 : unmatchedBoundary)
  }

  private var unmatchedBoundary: UInt8 {
    if !hasBoundary { return hasForeignBoundary ? 1 : 0 }
    return state == .afterLast && !hasForeignBoundary ? 0 : 2
  }

  /// Keeps the first problem. Reading goes on after it, for others may, and what follows is delivered as fields too.
  ///
  /// - Parameter rest: from where on a reader that goes another way takes all for one value.
  private mutating func note(_ fault: BodyFault, rest: Int?) {
    guard report.problem == nil else { return }
    report.problem = BodyProblem(fault, in: body)
    unmatchedAtProblem = unmatchedBoundary
    restStart = rest
  }

  private var mayBeField: Bool { report.isReadDifferently || report.problem != nil || headers.mayBeField }
  private var isInFile: Bool { state == .content && !headers.disposition.fileName.isEmpty }

  private mutating func read(_ line: Line) throws(BodyFault) {
    if limits.isCut && line.ending == .none {
      // Half of a line: what it would have been is not known.
      if state == .content { contentEnd = line.end }
      return
    }
    if try readBoundary(line) { return }
    switch state {
    case .beforeFirst: report.dataBefore = true
    case .afterLast: report.dataAfter = true
    case .headers: try readHeader(line)
    case .content: contentEnd = line.end
    }
  }

  // MARK: Boundaries

  /// Whether the line is or holds a boundary of ours, which it then acts on.
  private mutating func readBoundary(_ line: Line) throws(BodyFault) -> Bool {
    let text = body.extracting(line.start..<line.end)
    guard text.hasPrefix("--"), text.extracting(2..<text.count).hasPrefix(boundary) else {
      return try readDisguised(text, line)
    }
    hasBoundary = true
    let rest = text.extracting((boundary.count + 2)..<text.count)
    let isFinal = rest.isEqual(to: "--")
    if rest.count == 0 && line.ending == .none { return true }
    // A boundary on the last line needs no end of line if it is the final one.
    if !isFinal && rest.count > 0 {
      try splitPart(BodyFault(.multipartInvalidBoundary, at: line.start), before: contentEnd, line)
      return true
    }
    if state == .afterLast {
      report.dataAfter = true
      note(BodyFault(.multipartDuplicateFinalBoundary, at: line.start), rest: line.start)
    }
    note(line.ending)
    try endPart()
    state = isFinal ? .afterLast : .headers
    return true
  }

  /// Our boundary where only others see it: behind something on its line, behind white space, or in the quotes that
  /// the request's header has.
  private mutating func readDisguised(_ text: Span<UInt8>, _ line: Line) throws(BodyFault) -> Bool {
    if let start = delimiter.start(in: text) {
      let end = state == .content ? line.start + start : contentEnd
      try splitPart(BodyFault(.multipartInvalidBoundary, at: line.start + start), before: end, line)
      return true
    }
    // The reference engine looks at lines of more than three bytes, their end included.
    guard line.next - line.start > 3, text.hasPrefix("--") else { return false }
    var index = 2
    if report.boundaryQuoted, text.has("\"", at: 2), text.extracting(3..<text.count).hasPrefix(boundary) {
      try splitPart(BodyFault(.multipartQuotedBoundaryLine, at: line.start), before: contentEnd, line)
      return true
    }
    while index < text.count && text[index].isASCIISpace { index += 1 }
    if index > 2 && text.extracting(index..<text.count).hasPrefix(boundary) {
      try splitPart(BodyFault(.multipartPaddedBoundaryLine, at: line.start), before: contentEnd, line)
      return true
    }
    hasForeignBoundary = true
    return false
  }

  /// Ends a part where others do, and keeps that to the rest it goes on.
  private mutating func splitPart(_ fault: BodyFault, before end: Int, _ line: Line) throws(BodyFault) {
    if state == .afterLast { report.dataAfter = true }
    note(fault, rest: state == .content ? contentStart : line.start)
    contentEnd = end
    try endPart()
    state = .headers
  }

  private mutating func note(_ ending: Line.Ending) {
    switch ending {
    case .lf: report.lfLine = true
    case .crlf: hasCRLFLine = true
    case .none: break
    }
  }

  private mutating func finish() throws(BodyFault) {
    if !limits.isCut {
      if !hasBoundary { throw BodyFault(.multipartNoBoundaries, at: body.count) }
      if state != .afterLast { throw BodyFault(.multipartFinalBoundaryMissing, at: body.count) }
    }
    if let fault = limits.fault(bytesWithoutFiles: fieldBytes) { throw fault }
  }

  // MARK: Parts

  private mutating func readHeader(_ line: Line) throws(BodyFault) {
    note(line.ending)
    let text = body.extracting(line.start..<line.end)
    let returns = text.trimmedEnd(of: 0x0d)
    if returns > 0 {
      do throws(BodyFault) {
        try headers.add(line, in: body, limits, &report)
      } catch {
        if error.kind.isLimit { throw error }
        // Behind a CR CR LF there are servers that read the content.
        note(error, rest: returns < text.count ? line.next : line.start)
      }
      return
    }
    if text.count > 0 { note(BodyFault(.multipartHeaderFolding, at: line.start), rest: nil) }
    let fault = headers.readMeaning(in: body, at: line.start)
    noteMeaning()
    if let fault {
      report.invalidPart = true
      note(fault, rest: nil)
    }
    try deliverHeaders()
    state = .content
    contentStart = line.next
    contentEnd = line.next
  }

  private mutating func noteMeaning() {
    let disposition = headers.disposition
    if disposition.hasInvalidQuoting { report.invalidQuoting = true }
    if disposition.hasDuplicate { report.duplicatePartHeader = true }
    if headers.isOdd { report.invalidPart = true }
  }

  /// At a boundary: what stood before it is whole.
  private mutating func endPart() throws(BodyFault) {
    if state == .headers { report.invalidPart = true }
    if state == .content { deliverContent() }
    if state == .headers { try deliverOpenPart() }
    headers.removeAll()
  }

  /// At the end, or at a boundary inside headers: what there is of the part it is in.
  private mutating func deliverOpenPart() throws(BodyFault) {
    switch state {
    case .content:
      // Of a field no more than is read.
      contentEnd = body.count - (isInFile ? 0 : max(0, body.count - fileBytes - limits.readBytes))
      deliverContent()
    case .headers where !headers.isEmpty:
      _ = headers.readMeaning(in: body, at: 0)
      noteMeaning()
      try deliverHeaders()
      contentStart = 0
      contentEnd = 0
      if headers.disposition.hasName { deliverContent() }
    case .headers, .beforeFirst, .afterLast: break
    }
  }

  /// What follows the first problem, as one value.
  private func deliverRest() {
    guard let restStart, restStart < body.count else { return }
    let rest = body.extracting(restStart..<body.count).extracting(first: limits.readBytes)
    _ = sink.argument(name: ByteSlice.empty.span, value: rest)
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
    guard headers.disposition.hasExtendedFileName else { return }
    let charset = headers.disposition.charset
    let language = headers.disposition.language
    sink.fileNameEncoding(partName: name.span, charset: charset.span, language: language.span)
    if let other = headers.disposition.otherFileName {
      report.invalidPart = true
      sink.otherFileName(name: name.span, fileName: other.span)
    }
  }

  private mutating func deliverContent() {
    let name = headers.disposition.name
    let fileName = headers.disposition.fileName
    let content = body.extracting(contentStart..<max(contentStart, contentEnd))
    guard !fileName.isEmpty else {
      fieldBytes += content.count
      // The sink notes one it refuses; files may follow.
      _ = sink.argument(name: name.span, value: content)
      return
    }
    files += 1
    fileBytes += content.count
    if files > limits.uploadFiles {
      report.fileLimitExceeded = true
    } else {
      sink.file(name: name.span, fileName: fileName.span, content: content)
    }
    guard mayBeField else { return }
    // Long files of clients that send no media type are no error: of those, rules see as much as of fields.
    let most = report.strictError ? limits.readBytes : limits.longestWithoutFiles
    let copy = content.extracting(first: max(0, most - copiedBytes))
    copiedBytes += copy.count
    _ = sink.argument(name: name.span, value: copy)
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

extension Span where Element == UInt8 {
  /// How much is left without such bytes at the end.
  fileprivate func trimmedEnd(of byte: UInt8) -> Int {
    var end = count
    while end > 0 && self[end - 1] == byte { end -= 1 }
    return end
  }
}
