import BodyParsers
public import Bytes

extension Transaction {
  /// Whether the host should hand over the request body: asked after phase 1, whose rules may change it.
  public var inspectsRequestBody: Bool {
    nextEngineMode != .off && settings.requestBodyAccess && interruption == nil
  }

  /// Whether the host should hand over the response body: access is on and the media type is listed.
  public var inspectsResponseBody: Bool {
    nextEngineMode != .off && settings.responseBodyAccess && interruption == nil && isResponseTypeListed
  }

  /// What was kept of the request body.
  public var requestBodyBytes: ByteSlice { requestBody.bytes.slice }

  /// What was kept of the response body.
  public var responseBodyBytes: ByteSlice { responseBody.bytes.slice }

  /// Takes the next chunk of the request body; chunks of any size give the same result.
  public func appendRequestBody(_ chunk: Span<UInt8>) -> BodyProgress {
    guard inspectsRequestBody else { return .ignored }
    if requestBody.isFull { return .limitReachedPartial }
    if requestBody.append(chunk, limit: settings.requestBodyLimitBytes) { return .buffered }
    data[.inboundDataError] = ByteSlice("1")
    return overflow(settings.requestBodyLimitAction, status: 413, .requestBody)
  }

  /// Takes the next chunk of the response body.
  public func appendResponseBody(_ chunk: Span<UInt8>) -> BodyProgress {
    guard inspectsResponseBody else { return .ignored }
    if responseBody.isFull { return .limitReachedPartial }
    if responseBody.append(chunk, limit: settings.responseBodyLimitBytes) { return .buffered }
    data[.outboundDataError] = ByteSlice("1")
    return overflow(settings.responseBodyLimitAction, status: 500, .responseBody)
  }

  private func overflow(_ action: BodyLimitAction, status: Int, _ phase: Phase) -> BodyProgress {
    // Detection alone never rejects, so it looks at what fits.
    guard action == .reject, nextEngineMode == .on else { return .limitReachedPartial }
    let interruption = Interruption(kind: .deny, status: status, ruleID: 0, phase: phase)
    self.interruption = interruption
    return .rejected(interruption)
  }

  func setInitialBodyVariables() {
    let zero = ByteSlice("0")
    for scalar in [
      Scalar.bodyError, .urlEncodedError, .inboundDataError, .outboundDataError, .argumentsCombinedSize,
      .requestBodyLength, .filesCombinedSize, .multipartStrictError, .multipartUnmatchedBoundary,
    ] { data[scalar] = zero }
    data[.bodyErrorMessage] = .empty
    data[.bodyProcessor] = .empty
    data[.requestBody] = .empty
  }

  /// Reads the body by its processor, before the rules of phase 2 run.
  func processRequestBody() {
    let body = requestBody.bytes.slice
    data[.requestBodyLength] = decimal(body.count)
    if settings.requestBodyAccess {
      if bodyProcessor == .urlEncoded || bodyProcessor == .none || bodyProcessor == .raw
        || isRequestBodyVariableForced
      {
        data[.requestBody] = body
      }
      let contentType = data.first(.requestHeaders, "content-type") ?? .empty
      parse(body, bodyProcessor, contentType, .request)
    }
    sumArguments()
  }

  /// Reads a body of the client or of the upstream.
  func parse(
    _ body: ByteSlice, _ processor: BodyProcessor, _ contentType: ByteSlice, _ destination: BodyDestination
  ) {
    guard mayTake(work: body.count) else { return }
    var limits = settings.bodyLimits
    limits.isCut = destination.arguments == .responseArguments ? responseBody.isFull : requestBody.isFull
    let sink = TransactionBodySink(self, destination)
    func fail(_ message: [UInt8]) {
      data[destination.error] = ByteSlice("1")
      data[destination.message] = arena.copy(message)
    }
    func fail(_ problem: BodyProblem) {
      var message: [UInt8] = []
      problem.message(into: &message)
      fail(message)
    }
    switch processor {
    case .none, .raw:
      if !unknownBodyProcessor.isEmpty {
        fail(unknownBodyProcessor + [UInt8](": there is no such body processor"))
      }
    case .urlEncoded:
      parseArguments(body.prefix(min(limits.readBytes, limits.isCut ? body.wholeEscapesLength : .max)), destination)
      if body.count > limits.longestWithoutFiles {
        fail([UInt8]("Request body excluding files is bigger than the maximum expected."))
      }
    case .multipart:
      let report = MultipartParser.parse(body.span, contentType: contentType.span, limits: limits, sink)
      take(report)
      if let problem = report.problem { fail(problem) }
      data[.filesCombinedSize] = decimal(sink.fileBytes)
    case .json:
      do throws(BodyProblem) { try JSONParser.parse(body.span, limits: limits, sink) } catch { fail(error) }
    case .xml:
      do throws(BodyProblem) { try XMLParser.parse(body.span, limits: limits, sink) } catch { fail(error) }
      data[destination.text] = arena.copy(sink.xmlText)
    }
  }

  private func take(_ report: MultipartReport) {
    func set(_ scalar: Scalar, _ flag: Bool) { data[scalar] = ByteSlice(flag ? "1" : "0") }
    set(.multipartStrictError, report.strictError)
    set(.multipartBoundaryQuoted, report.boundaryQuoted)
    set(.multipartBoundaryWhitespace, report.boundaryWhitespace)
    set(.multipartDataBefore, report.dataBefore)
    set(.multipartDataAfter, report.dataAfter)
    set(.multipartHeaderFolding, report.headerFolding)
    set(.multipartInvalidHeaderFolding, report.invalidHeaderFolding)
    set(.multipartInvalidPart, report.invalidPart)
    set(.multipartInvalidQuoting, report.invalidQuoting)
    set(.multipartLFLine, report.lfLine)
    set(.multipartCRLFLFLines, report.crlfLFLines)
    set(.multipartMissingSemicolon, report.missingSemicolon)
    set(.multipartFileLimitExceeded, report.fileLimitExceeded)
    set(.multipartDuplicatePartHeader, report.duplicatePartHeader)
    data[.multipartUnmatchedBoundary] = decimal(Int(report.unmatchedBoundary))
  }

  /// ARGS_COMBINED_SIZE: names and values of both lists.
  func sumArguments() {
    var size = 0
    for argument in data.list(.argumentsGet) { size += argument.key.count + argument.value.count }
    for argument in data.list(.argumentsPost) { size += argument.key.count + argument.value.count }
    data[.argumentsCombinedSize] = decimal(size)
  }
}

extension ByteSlice {
  /// How long this is without a percent escape that a cut left in pieces.
  fileprivate var wholeEscapesLength: Int {
    for length in 1...2 where count >= length && self[count - length] == UInt8(ascii: "%") { return count - length }
    return count
  }
}
