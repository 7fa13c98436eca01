public import Bytes

/// One built-in variable: its name, what a rule may do with it, and how its values are found.
///
/// A class, because a table of structures costs 10 KB of code to fill.
public final class VariableRow: Sendable {
  public enum Standing: Sendable {
    case supported
    /// Known, always empty here, one warning.
    case ignored
    /// A clear error.
    case rejected
  }
  typealias Fill = @Sendable (Transaction, inout [Value]) -> Void
  typealias Find = @Sendable (Transaction, Selector.Key, inout [Value]) -> Void

  /// The name rule files use, upper case; matched without regard to case.
  public let name: StaticString
  public let standing: Standing
  /// Whether it takes a key (`ARGS:name`).
  public let isCollection: Bool
  /// Whether its values stay as they are while a phase runs, so that rules on them can be screened.
  let isStable: Bool
  /// Appends all values.
  let fill: Fill
  /// Appends the values under one key, where that is quicker than looking through all, or where keys are paths.
  let find: Find?
  /// Whether a key chooses the members of that name; for XML it is a path.
  let hasPlainKeys: Bool

  @inline(never)
  init(
    _ name: StaticString, _ standing: Standing = .supported, isCollection: Bool = false, isStable: Bool = false,
    hasPlainKeys: Bool = true, find: Find? = nil, fill: @escaping Fill
  ) {
    self.name = name
    self.standing = standing
    self.isCollection = isCollection
    self.isStable = isStable
    self.fill = fill
    self.find = find
    self.hasPlainKeys = hasPlainKeys
  }

  /// A scalar of the request or response.
  @inline(never)
  convenience init(_ name: StaticString, _ scalar: Scalar) {
    self.init(name, isStable: true) { transaction, values in
      if let value = transaction.data.value(scalar) { values.append(value) }
    }
  }

  /// A scalar that rules change while a phase runs.
  @inline(never)
  convenience init(_ name: StaticString, changing scalar: Scalar) {
    self.init(name) { transaction, values in
      if let value = transaction.data.value(scalar) { values.append(Value(value.value)) }
    }
  }

  /// The members of one or two lists.
  @inline(never)
  convenience init(_ name: StaticString, _ list: List, _ second: List? = nil) {
    self.init(
      name, isCollection: true, isStable: true,
      find: { transaction, key, values in
        for member in transaction.data.list(list) where member.hasKey(key) { values.append(member) }
        guard let second else { return }
        for member in transaction.data.list(second) where member.hasKey(key) { values.append(member) }
      },
      fill: { transaction, values in
        values.append(contentsOf: transaction.data.list(list))
        if let second { values.append(contentsOf: transaction.data.list(second)) }
      })
  }

  /// The names of the members of a list.
  @inline(never)
  convenience init(_ name: StaticString, namesOf list: List) {
    self.init(name, isCollection: true, isStable: true) { transaction, values in
      for member in transaction.data.list(list) { values.append(member.name(id: member.id + 1)) }
    }
  }

  /// The names of the members of some lists.
  @inline(never)
  convenience init(_ name: StaticString, namesOf lists: [List]) {
    self.init(name, isCollection: true, isStable: true) { transaction, values in
      for list in lists {
        for member in transaction.data.list(list) { values.append(member.name(id: member.id + 1)) }
      }
    }
  }

  /// A variable that exists in the language and has no value in a sandbox.
  @inline(never)
  static func ignored(_ name: StaticString, isCollection: Bool = false) -> VariableRow {
    VariableRow(name, .ignored, isCollection: isCollection) { _, _ in }
  }

  @inline(never)
  static func rejected(_ name: StaticString) -> VariableRow { VariableRow(name, .rejected) { _, _ in } }
}

/// Every variable, sorted by name.
public let variableTable: [VariableRow] = [
  VariableRow("ARGS", .argumentsGet, .argumentsPost),
  VariableRow("ARGS_COMBINED_SIZE", .argumentsCombinedSize),
  VariableRow("ARGS_GET", .argumentsGet),
  VariableRow("ARGS_GET_NAMES", namesOf: .argumentsGet),
  VariableRow("ARGS_NAMES", namesOf: [.argumentsGet, .argumentsPost, .argumentContainers]),
  .rejected("ARGS_PATH"),
  VariableRow("ARGS_POST", .argumentsPost),
  VariableRow("ARGS_POST_NAMES", namesOf: [.argumentsPost, .argumentContainers]),
  VariableRow("AUTH_TYPE", .authType),
  .duration,
  .environment,
  VariableRow("FILES", .files),
  VariableRow("FILES_COMBINED_SIZE", .filesCombinedSize),
  VariableRow("FILES_NAMES", namesOf: .files),
  VariableRow("FILES_SIZES", .fileSizes),
  .ignored("FILES_TMPNAMES", isCollection: true),
  VariableRow("FILES_TMP_CONTENT", .fileContents),
  .fullRequest,
  .fullRequestLength,
  .ignored("GEO", isCollection: true),
  .persistent("GLOBAL", .global),
  .highestSeverity,
  VariableRow("INBOUND_DATA_ERROR", .inboundDataError),
  .persistent("IP", .ip),
  .rejected("JSON"),
  .matchedVar,
  .matchedVarName,
  .matchedVars,
  .matchedVarsNames,
  .ignored("MODSEC_BUILD"),
  .pcreError("MSC_PCRE_ERROR"),
  .pcreError("MSC_PCRE_LIMITS_EXCEEDED"),
  VariableRow("MULTIPART_BOUNDARY_QUOTED", .multipartBoundaryQuoted),
  VariableRow("MULTIPART_BOUNDARY_WHITESPACE", .multipartBoundaryWhitespace),
  VariableRow("MULTIPART_CRLF_LF_LINES", .multipartCRLFLFLines),
  VariableRow("MULTIPART_DATA_AFTER", .multipartDataAfter),
  VariableRow("MULTIPART_DATA_BEFORE", .multipartDataBefore),
  VariableRow("MULTIPART_DUPLICATE_PART_HEADER", .multipartDuplicatePartHeader),
  VariableRow("MULTIPART_FILENAME", namesOf: .partFileNames),
  VariableRow("MULTIPART_FILENAME_CHARSET", .partFileNameCharsets),
  VariableRow("MULTIPART_FILENAME_LANGUAGE", .partFileNameLanguages),
  VariableRow("MULTIPART_FILE_LIMIT_EXCEEDED", .multipartFileLimitExceeded),
  VariableRow("MULTIPART_HEADER_FOLDING", .multipartHeaderFolding),
  VariableRow("MULTIPART_INVALID_HEADER_FOLDING", .multipartInvalidHeaderFolding),
  VariableRow("MULTIPART_INVALID_PART", .multipartInvalidPart),
  VariableRow("MULTIPART_INVALID_QUOTING", .multipartInvalidQuoting),
  VariableRow("MULTIPART_LF_LINE", .multipartLFLine),
  VariableRow("MULTIPART_MISSING_SEMICOLON", .multipartMissingSemicolon),
  VariableRow("MULTIPART_NAME", namesOf: .partNames),
  VariableRow("MULTIPART_PART_HEADERS", .partHeaders),
  VariableRow("MULTIPART_SEMICOLON_MISSING", .multipartMissingSemicolon),
  VariableRow("MULTIPART_STRICT_ERROR", .multipartStrictError),
  VariableRow("MULTIPART_UNMATCHED_BOUNDARY", .multipartUnmatchedBoundary),
  VariableRow("OUTBOUND_DATA_ERROR", .outboundDataError),
  VariableRow("PATH_INFO", .requestFilename),
  VariableRow("QUERY_STRING", .queryString),
  VariableRow("REMOTE_ADDR", .remoteAddress),
  VariableRow("REMOTE_HOST", .remoteAddress),
  VariableRow("REMOTE_PORT", .remotePort),
  VariableRow("REMOTE_USER", .remoteUser),
  VariableRow("REQBODY_ERROR", .bodyError),
  VariableRow("REQBODY_ERROR_MSG", .bodyErrorMessage),
  VariableRow("REQBODY_PROCESSOR", changing: .bodyProcessor),
  VariableRow("REQBODY_PROCESSOR_ERROR", .bodyError),
  VariableRow("REQBODY_PROCESSOR_ERROR_MSG", .bodyErrorMessage),
  VariableRow("REQUEST_BASENAME", .requestBasename),
  VariableRow("REQUEST_BODY", .requestBody),
  VariableRow("REQUEST_BODY_LENGTH", .requestBodyLength),
  VariableRow("REQUEST_COOKIES", .requestCookies),
  VariableRow("REQUEST_COOKIES_NAMES", namesOf: .requestCookies),
  VariableRow("REQUEST_FILENAME", .requestFilename),
  VariableRow("REQUEST_HEADERS", .requestHeaders),
  VariableRow("REQUEST_HEADERS_NAMES", namesOf: .requestHeaders),
  VariableRow("REQUEST_LINE", .requestLine),
  VariableRow("REQUEST_METHOD", .requestMethod),
  VariableRow("REQUEST_PROTOCOL", .requestProtocol),
  VariableRow("REQUEST_URI", .requestURI),
  VariableRow("REQUEST_URI_RAW", .requestURIRaw),
  .xml("REQUEST_XML", .request),
  .persistent("RESOURCE", .resource),
  VariableRow("RESPONSE_ARGS", .responseArguments),
  VariableRow("RESPONSE_BODY", .responseBody),
  VariableRow("RESPONSE_CONTENT_LENGTH", .responseContentLength),
  VariableRow("RESPONSE_CONTENT_TYPE", .responseContentType),
  VariableRow("RESPONSE_HEADERS", .responseHeaders),
  VariableRow("RESPONSE_HEADERS_NAMES", namesOf: .responseHeaders),
  VariableRow("RESPONSE_PROTOCOL", .responseProtocol),
  VariableRow("RESPONSE_STATUS", .responseStatus),
  .xml("RESPONSE_XML", .response),
  VariableRow("RES_BODY_ERROR", .responseBodyError),
  VariableRow("RES_BODY_ERROR_MSG", .responseBodyErrorMessage),
  VariableRow("RES_BODY_PROCESSOR", changing: .responseBodyProcessor),
  VariableRow("RES_BODY_PROCESSOR_ERROR", .responseBodyError),
  VariableRow("RES_BODY_PROCESSOR_ERROR_MSG", .responseBodyErrorMessage),
  .rule,
  VariableRow("SERVER_ADDR", .serverAddress),
  VariableRow("SERVER_NAME", .serverName),
  VariableRow("SERVER_PORT", .serverPort),
  .persistent("SESSION", .session),
  .collectionKey("SESSIONID", .session),
  VariableRow("STATUS", .responseStatus),
  VariableRow("STATUS_LINE", .responseStatus),
  .time,
  .timeDay,
  .timeEpoch,
  .timeHour,
  .timeMinute,
  .timeMonth,
  .timeSecond,
  .timeWeekday,
  .timeYear,
  .tx,
  VariableRow("UNIQUE_ID", .uniqueID),
  VariableRow("URLENCODED_ERROR", .urlEncodedError),
  .persistent("USER", .user),
  .collectionKey("USERID", .user),
  .webAppID,
  .ignored("WEBSERVER_ERROR_LOG"),
  .xml("XML", .request),
]

/// The names of `variableTable`, in its order.
public let variableNames = NameIndex(count: variableTable.count) { variableTable[$0].name }

extension VariableIndex {
  public static let tx = VariableIndex(named: "TX")

  /// The row of a variable that is in the table.
  init(named name: StaticString) {
    guard let index = variableIndex(named: ByteSlice(name).span) else { fatalError("no variable has this name") }
    self = index
  }
}

/// The row of the variable called `name`, or `nil`.
public func variableIndex(named name: Span<UInt8>) -> VariableIndex? {
  guard let row = variableNames.find(name) else { return nil }
  return VariableIndex(UInt8(truncatingIfNeeded: row))
}
