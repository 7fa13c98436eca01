import Bytes

/// The boundary parameter of the request's `Content-Type`, read as strictly as ModSecurity does.
///
/// It must be the only parameter: servers disagree about which of several they take. Characters: RFC 2046 §5.1.1, and
/// without quotes those of a token (RFC 2045 §5.1) alone, for some servers end it at one of the others.
struct MultipartBoundary {
  /// Where the boundary is in the header's value, without quotes.
  let range: Range<Int>

  private static let type: StaticString = "multipart/form-data"
  private static let parameter: StaticString = "boundary"

  init(contentType: Span<UInt8>, _ report: inout MultipartReport) throws(BodyFault) {
    guard contentType.hasPrefixIgnoringCase(Self.type) else { throw BodyFault(.multipartInvalidType, at: 0) }
    let parameterStart = try Self.findParameter(in: contentType)
    try Self.checkBefore(parameterStart, in: contentType, &report)
    let valueStart = try Self.findValue(after: parameterStart + 8, in: contentType, &report)
    let isRepeated = Self.countParameters(in: contentType.extracting(valueStart..<contentType.count)) > 0
    if isRepeated { throw BodyFault(.multipartMultipleBoundaries, at: valueStart) }
    range = try Self.checkValue(valueStart, in: contentType, &report)
  }

  /// Where `boundary` begins, which must be written in lower case.
  private static func findParameter(in contentType: Span<UInt8>) throws(BodyFault) -> Int {
    var index = type.utf8CodeUnitCount
    while index + 8 <= contentType.count {
      let word = contentType.extracting(index..<(index + 8))
      if word.isEqual(to: parameter) { return index }
      if word.isEqualIgnoringCase(to: parameter) { throw BodyFault(.multipartBoundaryCase, at: index) }
      index += 1
    }
    throw BodyFault(.multipartNoBoundary, at: contentType.count)
  }

  /// Between the type and the parameter there is one `;` and white space.
  private static func checkBefore(
    _ parameterStart: Int, in contentType: Span<UInt8>, _ report: inout MultipartReport
  ) throws(BodyFault) {
    var hasSemicolon = false
    for index in type.utf8CodeUnitCount..<parameterStart where !contentType[index].isASCIISpace {
      guard contentType[index] == UInt8(ascii: ";"), !hasSemicolon else {
        throw BodyFault(.multipartMalformedBoundary, at: index)
      }
      hasSemicolon = true
    }
    if !hasSemicolon { report.missingSemicolon = true }
  }

  private static func findValue(
    after nameEnd: Int, in contentType: Span<UInt8>, _ report: inout MultipartReport
  ) throws(BodyFault) -> Int {
    var index = nameEnd
    while index < contentType.count && contentType[index].isASCIISpace {
      report.boundaryWhitespace = true
      index += 1
    }
    guard index < contentType.count else { throw BodyFault(.multipartMalformedBoundary, at: index) }
    guard contentType[index] == UInt8(ascii: "=") else {
      throw BodyFault(.multipartBoundaryParameterName, at: index)
    }
    index += 1
    while index < contentType.count && contentType[index].isASCIISpace {
      report.boundaryWhitespace = true
      index += 1
    }
    return index
  }

  /// How often `boundary`, in any case, is followed by `=`.
  private static func countParameters(in text: Span<UInt8>) -> Int {
    var count = 0
    var index = 0
    while index + 8 < text.count {
      if text.extracting(index..<(index + 8)).isEqualIgnoringCase(to: parameter) {
        var next = index + 8
        while next < text.count && text[next].isASCIISpace { next += 1 }
        if next < text.count && text[next] == UInt8(ascii: "=") { count += 1 }
        index = next
      } else {
        index += 1
      }
    }
    return count
  }

  private static func checkValue(
    _ valueStart: Int, in contentType: Span<UInt8>, _ report: inout MultipartReport
  ) throws(BodyFault) -> Range<Int> {
    var start = valueStart
    var end = contentType.count
    while end > start && contentType[end - 1].isASCIISpace {
      report.boundaryWhitespace = true
      end -= 1
    }
    let quote = UInt8(ascii: "\"")
    if end - start >= 2 && contentType[start] == quote && contentType[end - 1] == quote {
      report.boundaryQuoted = true
      start += 1
      end -= 1
    } else if end > start && (contentType[start] == quote || contentType[end - 1] == quote) {
      throw BodyFault(.multipartBoundaryQuote, at: start)
    }
    if start == end { throw BodyFault(.multipartEmptyBoundary, at: start) }
    let allowed = report.boundaryQuoted ? ByteSet(" '()+_,-./:=?") : ByteSet("'+_-.")
    for index in start..<end where !contentType[index].isASCIIAlphanumeric && !allowed.contains(contentType[index]) {
      throw BodyFault(.multipartBoundaryCharacters, at: index)
    }
    return start..<end
  }
}
