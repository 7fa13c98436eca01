import Bytes

/// The boundary parameter of the request's `Content-Type`.
///
/// Other parameters may stand around it, but `boundary` stands nowhere else in the header: there are servers that take
/// what follows the word, wherever it is. Characters: RFC 2046 §5.1.1, and without quotes those of a token (RFC 2045
/// §5.1) alone, for some servers end it at one of the others.
struct MultipartBoundary {
  /// Where the boundary is in the header's value, without quotes.
  let range: Range<Int>

  private static let type: StaticString = "multipart/form-data"
  private static let parameter: StaticString = "boundary"
  /// RFC 2046 allows 70; clients with longer ones are let through, but what is sought in the body stays short.
  private static let longest = 200

  init(contentType: Span<UInt8>, _ report: inout MultipartReport) throws(BodyFault) {
    var reader = MediaTypeReader(contentType)
    let type = contentType.extracting(reader.type)
    guard type.isEqualIgnoringCase(to: Self.type) else { throw BodyFault(.multipartInvalidType, at: 0) }
    // To servers that compare bytes this is no multipart body, but a form.
    if !type.isEqual(to: Self.type) { report.invalidPart = true }
    var found: Range<Int>?
    while let parameter = reader.next(in: contentType) {
      guard contentType.extracting(parameter.name).isEqualIgnoringCase(to: Self.parameter) else { continue }
      let rest = parameter.value.upperBound
      if Self.isNamed(in: contentType.extracting(0..<parameter.name.lowerBound))
        || Self.isNamed(in: contentType.extracting(rest..<contentType.count))
      {
        throw BodyFault(.multipartMultipleBoundaries, at: rest)
      }
      found = parameter.value
      report.boundaryQuoted = parameter.isQuoted
    }
    if let fault = reader.fault { throw BodyFault(Self.kind(of: fault), at: reader.position) }
    report.boundaryWhitespace = reader.hasStrayBlanks
    report.missingSemicolon = reader.lacksSemicolon
    guard let found else { throw BodyFault(.multipartNoBoundary, at: contentType.count) }
    range = found
    try Self.check(found, in: contentType, isQuoted: report.boundaryQuoted)
  }

  private static func kind(of fault: MediaTypeReader.Fault) -> BodyProblem.Kind {
    switch fault {
    case .name: .multipartMalformedBoundary
    case .equalSign: .multipartBoundaryParameterName
    case .quote: .multipartBoundaryQuote
    case .character: .multipartBoundaryCharacters
    }
  }

  /// Whether the word `boundary` stands there, in any case.
  private static func isNamed(in text: Span<UInt8>) -> Bool {
    var index = 0
    while index + 8 <= text.count {
      if text.extracting(index..<(index + 8)).isEqualIgnoringCase(to: parameter) { return true }
      index += 1
    }
    return false
  }

  private static func check(_ value: Range<Int>, in text: Span<UInt8>, isQuoted: Bool) throws(BodyFault) {
    if value.isEmpty { throw BodyFault(.multipartEmptyBoundary, at: value.lowerBound) }
    let allowed = isQuoted ? ByteSet(" '()+_,-./:=?") : ByteSet("'+_-.")
    for index in value where !text[index].isASCIIAlphanumeric && !allowed.contains(text[index]) {
      throw BodyFault(.multipartBoundaryCharacters, at: index)
    }
    // A blank at its end would be cut off by some.
    if value.count > longest || text[value.upperBound - 1] == 0x20 {
      throw BodyFault(.multipartMalformedBoundary, at: value.lowerBound)
    }
  }
}
