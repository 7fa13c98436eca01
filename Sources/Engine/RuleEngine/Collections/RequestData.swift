import Bytes

/// The scalars of a transaction that do not change while a phase runs.
enum Scalar: UInt8, CaseIterable {
  case requestURI, requestURIRaw, requestFilename, requestBasename, requestLine, requestMethod, requestProtocol
  case queryString, requestBody, requestBodyLength, bodyProcessor, bodyError, bodyErrorMessage
  case urlEncodedError, inboundDataError, outboundDataError, argumentsCombinedSize
  case multipartStrictError, multipartUnmatchedBoundary, multipartBoundaryQuoted, multipartBoundaryWhitespace
  case multipartDataBefore, multipartDataAfter, multipartHeaderFolding, multipartInvalidHeaderFolding
  case multipartInvalidPart, multipartInvalidQuoting, multipartLFLine, multipartCRLFLFLines
  case multipartMissingSemicolon, multipartFileLimitExceeded, multipartDuplicatePartHeader
  case filesCombinedSize, xmlText
  case remoteAddress, remotePort, serverAddress, serverPort, serverName, uniqueID, authType, remoteUser
  case responseBodyProcessor, responseBodyError, responseBodyErrorMessage, responseXMLText
  case responseStatus, responseProtocol, responseContentType, responseContentLength, responseBody
}

/// The lists of a transaction that do not change while a phase runs.
enum List: UInt8, CaseIterable {
  case argumentsGet, argumentsPost, argumentContainers, requestHeaders, requestCookies, responseHeaders
  case files, fileSizes, fileContents, partHeaders, partNames, partFileNames, xmlElements, xmlAttributes, xmlNamespaces
  case partFileNameCharsets, partFileNameLanguages
  case responseArguments, responseXMLElements, responseXMLAttributes, responseXMLNamespaces
}

/// What the client and the upstream sent, as values with numbers of their own.
///
/// Each value has an id; a member of a list has a second one for its name, the one after.
struct RequestData {
  private(set) var lists = [[Value]](repeating: [], count: List.allCases.count)
  /// The bytes of each value by id: first the scalars, then the members' values and names.
  private(set) var slices = [ByteSlice](repeating: .empty, count: Scalar.allCases.count)
  private var isSet = [Bool](repeating: false, count: Scalar.allCases.count)

  /// Ids in use are below this.
  var idCount: Int { slices.count }

  subscript(scalar: Scalar) -> ByteSlice {
    get { slices[Int(scalar.rawValue)] }
    set {
      slices[Int(scalar.rawValue)] = newValue
      isSet[Int(scalar.rawValue)] = true
    }
  }

  /// The scalar as a value, or `nil` while nobody has set it.
  func value(_ scalar: Scalar) -> Value? {
    let index = Int(scalar.rawValue)
    guard isSet[index] else { return nil }
    return Value(key: .empty, keyHash: 0, value: slices[index], id: Int32(scalar.rawValue))
  }

  func list(_ list: List) -> [Value] { lists[Int(list.rawValue)] }

  mutating func append(_ list: List, key: ByteSlice, value: ByteSlice) {
    let id = Int32(truncatingIfNeeded: slices.count)
    slices.append(value)
    slices.append(key)
    lists[Int(list.rawValue)].append(Value(key: key, keyHash: Selector.Key.hash(key.span), value: value, id: id))
  }

  /// The first member of `list` called `name`.
  func first(_ list: List, _ name: StaticString) -> ByteSlice? {
    for member in lists[Int(list.rawValue)] where member.key.span.isEqualIgnoringCase(to: name) { return member.value }
    return nil
  }
}
