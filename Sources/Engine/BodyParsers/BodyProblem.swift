import Bytes

/// Why a body could not be read to its end: what, where, and the text `REQBODY_ERROR_MSG` shows.
///
/// What was found before the problem has been delivered: a rule may still look at it.
public struct BodyProblem: Error, Equatable, Sendable {
  public enum Kind: UInt8, Sendable {
    // any processor
    case noFilesLimit, nameBytesLimit, valuesLimit
    // JSON (RFC 8259)
    case jsonUnexpectedEnd, jsonInvalidByte, jsonUnexpectedToken, jsonInvalidKey, jsonMissingColon
    case jsonMissingObjectComma, jsonMissingArrayComma, jsonTrailingContent, jsonInvalidEscape, jsonInvalidHexEscape
    case jsonControlInString, jsonInvalidUTF8, jsonInvalidNumber, jsonArgumentLimit, jsonDepthLimit
    // XML 1.0, well-formedness
    case xmlUnexpectedEnd, xmlInvalidCharacter, xmlUnsupportedEncoding, xmlInvalidMarkup, xmlInvalidName
    case xmlMismatchedTag, xmlInvalidAttribute, xmlDuplicateAttribute, xmlInvalidReference, xmlContentOutsideRoot
    case xmlNoRoot, xmlDepthLimit, xmlAttributeLimit
    // multipart: the header of the request
    case multipartInvalidType, multipartNoBoundary, multipartBoundaryCase, multipartMultipleBoundaries
    case multipartMalformedBoundary, multipartBoundaryParameterName, multipartBoundaryQuote
    case multipartBoundaryCharacters, multipartEmptyBoundary
    // multipart: the body
    case multipartInvalidBoundary, multipartQuotedBoundaryLine, multipartPaddedBoundaryLine
    case multipartDuplicateFinalBoundary, multipartFinalBoundaryMissing, multipartNoBoundaries
    case multipartHeaderColonMissing, multipartHeaderNameMissing, multipartHeaderInvalidCharacter
    case multipartHeaderFolding, multipartHeaderNUL, multipartHeaderTooLong, multipartTooManyHeaders
    case multipartDuplicateHeader, multipartDispositionMissing, multipartInvalidDisposition, multipartNameMissing
  }

  public let kind: Kind
  /// Where in the body (for the kinds about the request's `Content-Type`, where in its value).
  public let offset: Int
  /// What the message quotes after its sentence: an offending line, cut at 128 bytes.
  public let detail: [UInt8]

  /// Appends the text for `REQBODY_ERROR_MSG`, in ModSecurity's wording where it has one.
  public func message(into output: inout [UInt8]) {
    output.append(kind.prefix)
    kind.appendText(to: &output)
    output.append(detail.span)
  }
}

/// A problem while it is thrown about: without the text, so that passing it on costs nothing.
struct BodyFault: Error {
  let kind: BodyProblem.Kind
  /// The number of a `ContentDisposition.Fault`, else 0.
  let code: Int8
  let offset: Int

  // Not inlined: there are a hundred places that throw.
  @inline(never)
  init(_ kind: BodyProblem.Kind, at offset: Int, code: Int8 = 0) {
    self.kind = kind
    self.code = code
    self.offset = offset
  }
}

extension BodyProblem {
  init(_ fault: BodyFault, in body: Span<UInt8>) {
    kind = fault.kind
    offset = fault.offset
    var detail: [UInt8] = []
    if fault.code != 0 {
      detail.append(UInt8(ascii: "("))
      detail.append(decimal: Int(fault.code))
      detail.append(").")
    } else if let end = fault.kind.quoteEnd(body, from: fault.offset) {
      detail.append(body.extracting(offset..<min(end, offset + 128)))
    }
    self.detail = detail
  }
}

extension BodyProblem.Kind {
  /// A limit ends reading; what is wrong with the bytes does not, where there are others that read on.
  var isLimit: Bool {
    switch self {
    case .noFilesLimit, .nameBytesLimit, .valuesLimit, .multipartHeaderTooLong, .multipartTooManyHeaders: true
    default: false
    }
  }

  /// What is missing behind a body's end.
  var isMissingEnd: Bool {
    switch self {
    case .jsonUnexpectedEnd, .xmlUnexpectedEnd, .xmlNoRoot: true
    default: false
    }
  }

  /// Where what the message quotes ends, if it quotes what stands at `offset`.
  fileprivate func quoteEnd(_ body: Span<UInt8>, from offset: Int) -> Int? {
    switch self {
    case .multipartInvalidBoundary: Line(in: body, from: offset).end
    case .multipartDuplicateHeader: body.firstIndex(of: UInt8(ascii: ":"), from: offset)
    case .multipartHeaderColonMissing, .multipartHeaderNameMissing, .multipartHeaderInvalidCharacter:
      Line(in: body, from: offset).next
    default: nil
    }
  }
}

extension BodyProblem.Kind {
  fileprivate var prefix: StaticString {
    if rawValue < Self.jsonUnexpectedEnd.rawValue { return "" }
    if rawValue < Self.xmlUnexpectedEnd.rawValue { return "JSON parsing error: " }
    if rawValue < Self.multipartInvalidType.rawValue { return "XML parsing error: XML: Failed parsing document." }
    return "Multipart parsing error: Multipart: "
  }

  fileprivate func appendText(to output: inout [UInt8]) {
    let texts = ByteSlice(texts)
    var rowsBefore = rawValue
    for index in 0..<texts.count {
      let byte = texts[index]
      if byte == UInt8(ascii: "|") {
        if rowsBefore == 0 { return }
        rowsBefore -= 1
      } else if rowsBefore == 0 {
        output.append(byte)
      }
    }
  }
}

/// A row for each kind, in their order, ended by `|`. One text: a switch over sixty strings takes six times the room.
///
/// The JSON texts end in a line feed because the reference engine hands on its parser's line whole.
private let texts: StaticString = """
  Request body excluding files is bigger than the maximum expected.|\
  Request body names more data than the maximum expected.|\
  Request body holds more values than the maximum expected.|\
  parse error: premature EOF\n|\
  lexical error: invalid char in json text.\n|\
  parse error: unallowed token at this point in JSON text\n|\
  parse error: invalid object key (must be a string)\n|\
  parse error: object key and value must be separated by a colon (':')\n|\
  parse error: after key and value, inside map, I expect ',' or '}'\n|\
  parse error: after array element, I expect ',' or ']'\n|\
  parse error: trailing garbage\n|\
  lexical error: inside a string, '\\' occurs before a character which it may not.\n|\
  lexical error: inside a string, '\\u' is followed by a non-hex digit.\n|\
  lexical error: invalid character inside string.\n|\
  lexical error: invalid bytes in UTF8 string.\n|\
  lexical error: malformed number.\n|\
  parse error: client cancelled parse via callback return value\n|\
  parse error: client cancelled parse via callback return value\n. Parsing depth limit exceeded|\
  |\
  |\
   Unsupported encoding|\
  |\
  |\
  |\
  |\
  |\
  |\
  |\
  |\
   Parsing depth limit exceeded|\
   Attribute limit exceeded|\
  Invalid MIME type.|\
  Boundary not found in C-T.|\
  Invalid boundary in C-T (case sensitivity).|\
  Multiple boundary parameters in C-T.|\
  Invalid boundary in C-T (malformed).|\
  Invalid boundary in C-T (parameter name).|\
  Invalid boundary in C-T (quote).|\
  Invalid boundary in C-T (characters).|\
  Invalid boundary in C-T (empty).|\
  Invalid boundary: |\
  Invalid boundary (quotes).|\
  Invalid boundary (whitespace).|\
  Invalid boundary (final duplicate).|\
  Final boundary missing.|\
  No boundaries found in payload.|\
  Invalid part header (colon missing): |\
  Invalid part header (header name missing): |\
  Invalid part header (invalid character in name): |\
  Invalid part header (folding error).|\
  Nul byte in part headers.|\
  Part header too long.|\
  Too many part headers.|\
  Duplicate part header: |\
  Part missing Content-Disposition header.|\
  Invalid Content-Disposition header |\
  Content-Disposition header missing name field.|
  """
