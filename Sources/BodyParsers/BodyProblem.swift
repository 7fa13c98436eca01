import Bytes

/// Why a body could not be read to its end: what, where, and the text `REQBODY_ERROR_MSG` shows.
///
/// What was found before the problem has been delivered: a rule may still look at it.
public struct BodyProblem: Error, Equatable, Sendable {
  public enum Kind: Sendable {
    // any processor
    case noFilesLimit, nameBytesLimit
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
  /// What the message quotes after its sentence, at most `detailBytes` of it: an offending line.
  public let detail: [UInt8]

  static let detailBytes = 128

  init(_ kind: Kind, at offset: Int, detail: [UInt8] = []) {
    self.kind = kind
    self.offset = offset
    self.detail = detail
  }

  /// Appends the text for `REQBODY_ERROR_MSG`, in ModSecurity's wording where it has one.
  public func message(into output: inout [UInt8]) {
    output.append(kind.prefix)
    output.append(kind.text)
    output.append(detail.span)
  }
}

extension BodyProblem.Kind {
  fileprivate var prefix: StaticString {
    switch self {
    case .noFilesLimit, .nameBytesLimit: ""
    case .jsonUnexpectedEnd, .jsonUnexpectedToken, .jsonInvalidKey, .jsonMissingColon, .jsonMissingObjectComma,
      .jsonMissingArrayComma, .jsonTrailingContent, .jsonArgumentLimit, .jsonDepthLimit:
      "JSON parsing error: parse error: "
    case .jsonInvalidByte, .jsonInvalidEscape, .jsonInvalidHexEscape, .jsonControlInString, .jsonInvalidUTF8,
      .jsonInvalidNumber:
      "JSON parsing error: lexical error: "
    case .xmlUnexpectedEnd, .xmlInvalidCharacter, .xmlUnsupportedEncoding, .xmlInvalidMarkup, .xmlInvalidName,
      .xmlMismatchedTag, .xmlInvalidAttribute, .xmlDuplicateAttribute, .xmlInvalidReference, .xmlContentOutsideRoot,
      .xmlNoRoot, .xmlDepthLimit, .xmlAttributeLimit:
      "XML parsing error: XML: Failed parsing document."
    default: "Multipart parsing error: Multipart: "
    }
  }

  fileprivate var text: StaticString {
    switch self {
    case .noFilesLimit: "Request body excluding files is bigger than the maximum expected."
    case .nameBytesLimit: "Request body names more data than the maximum expected."
    // A line feed ends each JSON text: the reference engine hands on its parser's line whole.
    case .jsonUnexpectedEnd: "premature EOF\n"
    case .jsonUnexpectedToken: "unallowed token at this point in JSON text\n"
    case .jsonInvalidKey: "invalid object key (must be a string)\n"
    case .jsonMissingColon: "object key and value must be separated by a colon (':')\n"
    case .jsonMissingObjectComma: "after key and value, inside map, I expect ',' or '}'\n"
    case .jsonMissingArrayComma: "after array element, I expect ',' or ']'\n"
    case .jsonTrailingContent: "trailing garbage\n"
    case .jsonArgumentLimit: "client cancelled parse via callback return value\n"
    case .jsonDepthLimit: "client cancelled parse via callback return value\n. Parsing depth limit exceeded"
    case .jsonInvalidByte: "invalid char in json text.\n"
    case .jsonInvalidEscape: "inside a string, '\\' occurs before a character which it may not.\n"
    case .jsonInvalidHexEscape: "inside a string, '\\u' is followed by a non-hex digit.\n"
    case .jsonControlInString: "invalid character inside string.\n"
    case .jsonInvalidUTF8: "invalid bytes in UTF8 string.\n"
    case .jsonInvalidNumber: "malformed number.\n"
    case .xmlUnexpectedEnd, .xmlInvalidCharacter, .xmlInvalidMarkup, .xmlInvalidName, .xmlMismatchedTag,
      .xmlInvalidAttribute, .xmlDuplicateAttribute, .xmlInvalidReference, .xmlContentOutsideRoot, .xmlNoRoot:
      ""
    case .xmlUnsupportedEncoding: " Unsupported encoding"
    case .xmlDepthLimit: " Parsing depth limit exceeded"
    case .xmlAttributeLimit: " Attribute limit exceeded"
    case .multipartInvalidType: "Invalid MIME type."
    case .multipartNoBoundary: "Boundary not found in C-T."
    case .multipartBoundaryCase: "Invalid boundary in C-T (case sensitivity)."
    case .multipartMultipleBoundaries: "Multiple boundary parameters in C-T."
    case .multipartMalformedBoundary: "Invalid boundary in C-T (malformed)."
    case .multipartBoundaryParameterName: "Invalid boundary in C-T (parameter name)."
    case .multipartBoundaryQuote: "Invalid boundary in C-T (quote)."
    case .multipartBoundaryCharacters: "Invalid boundary in C-T (characters)."
    case .multipartEmptyBoundary: "Invalid boundary in C-T (empty)."
    case .multipartInvalidBoundary: "Invalid boundary: "
    case .multipartQuotedBoundaryLine: "Invalid boundary (quotes)."
    case .multipartPaddedBoundaryLine: "Invalid boundary (whitespace)."
    case .multipartDuplicateFinalBoundary: "Invalid boundary (final duplicate)."
    case .multipartFinalBoundaryMissing: "Final boundary missing."
    case .multipartNoBoundaries: "No boundaries found in payload."
    case .multipartHeaderColonMissing: "Invalid part header (colon missing): "
    case .multipartHeaderNameMissing: "Invalid part header (header name missing): "
    case .multipartHeaderInvalidCharacter: "Invalid part header (invalid character in name): "
    case .multipartHeaderFolding: "Invalid part header (folding error)."
    case .multipartHeaderNUL: "Nul byte in part headers."
    case .multipartHeaderTooLong: "Part header too long."
    case .multipartTooManyHeaders: "Too many part headers."
    case .multipartDuplicateHeader: "Duplicate part header: "
    case .multipartDispositionMissing: "Part missing Content-Disposition header."
    case .multipartInvalidDisposition: "Invalid Content-Disposition header "
    case .multipartNameMissing: "Content-Disposition header missing name field."
    }
  }
}
