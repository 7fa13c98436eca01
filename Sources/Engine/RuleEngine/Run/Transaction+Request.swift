import BodyParsers
public import Bytes

extension Transaction {
  /// Takes the request line apart: REQUEST_URI, REQUEST_FILENAME, ARGS_GET, …
  ///
  /// - Parameters:
  ///   - uri: as received: a path with query, an absolute URI, `*`, or the authority of a CONNECT.
  ///   - protocol: `HTTP/1.1` and so on.
  public func setRequestLine(method: Span<UInt8>, uri: Span<UInt8>, protocol: Span<UInt8>) {
    let raw = arena.copy(uri)
    data[.requestMethod] = arena.copy(method)
    data[.requestProtocol] = arena.copy(`protocol`)
    data[.requestURIRaw] = raw
    var line: [UInt8] = []
    line.append(method)
    line.append(" ")
    line.append(uri)
    line.append(" ")
    line.append(`protocol`)
    data[.requestLine] = arena.copy(line)

    let parts = URIParts(raw)
    data[.requestURI] = parts.pathAndQuery
    data[.queryString] = parts.query
    let path = decodedPath(parts.path)
    data[.requestFilename] = path
    data[.requestBasename] = path.dropFirst(path.span.lengthOfDirectory)
    parseArguments(parts.query, .query)
  }

  /// Adds a header, in the order received.
  public func addRequestHeader(name: Span<UInt8>, value: Span<UInt8>) {
    guard mayTake(work: name.count + value.count) else { return }
    let value = arena.copy(value)
    data.append(.requestHeaders, key: arena.copy(name), value: value)
    if name.isEqualIgnoringCase(to: "cookie") {
      addCookies(value)
    } else if name.isEqualIgnoringCase(to: "host") {
      data[.serverName] = value.extracting(0..<value.span.lengthOfHostName)
    } else if name.isEqualIgnoringCase(to: "content-type") {
      chooseBodyProcessor(value.span)
    } else if name.isEqualIgnoringCase(to: "authorization") {
      setUser(value)
    }
  }

  /// Adds a trailer, which is a request header to rules of phase 2, but none that says how the request is to be read.
  public func addRequestTrailer(name: Span<UInt8>, value: Span<UInt8>) {
    data.append(.requestHeaders, key: arena.copy(name), value: arena.copy(value))
  }

  private func addCookies(_ header: ByteSlice) {
    Cookies.parse(header.span) { name, value in
      guard mayTake(work: name.count + value.count) else { return }
      data.append(.requestCookies, key: arena.copy(name), value: arena.copy(value))
    }
  }

  /// REQBODY_PROCESSOR by media type, parameters ignored.
  private func chooseBodyProcessor(_ contentType: Span<UInt8>) {
    if contentType.hasPrefixIgnoringCase("application/x-www-form-urlencoded") {
      setBodyProcessor(.urlEncoded)
    } else if contentType.hasPrefixIgnoringCase("multipart/form-data") {
      setBodyProcessor(.multipart)
    }
  }

  func setBodyProcessor(_ processor: BodyProcessor) {
    bodyProcessor = processor
    unknownBodyProcessor = []
    data[.bodyProcessor] = processor.name
  }

  /// AUTH_TYPE, and for Basic REMOTE_USER (RFC 7617).
  private func setUser(_ header: ByteSlice) {
    let end = header.span.firstIndex(of: UInt8(ascii: " ")) ?? header.count
    data[.authType] = header.prefix(end)
    guard header.prefix(end).span.isEqualIgnoringCase(to: "basic") else { return }
    let credentials = header.dropFirst(end + 1).span.decodedBase64
    let colon = credentials.span.firstIndex(of: UInt8(ascii: ":")) ?? credentials.count
    data[.remoteUser] = arena.copy(credentials).prefix(colon)
  }

  /// Splits a query or a form into arguments.
  func parseArguments(_ text: ByteSlice, _ destination: BodyDestination) {
    if text.isEmpty { return }
    let sink = TransactionBodySink(self, destination)
    var scratch = FormScratch()
    if !URLEncodedForm.parse(text.span, separator: settings.argumentSeparator, sink, scratch: &scratch) {
      data[.urlEncodedError] = ByteSlice("1")
    }
  }

  var argumentCount: Int { data.list(.argumentsGet).count + data.list(.argumentsPost).count }

  /// The path with its percent-encoding undone; a malformed `%` stays.
  private func decodedPath(_ path: ByteSlice) -> ByteSlice {
    let span = path.span
    guard span.firstIndex(of: UInt8(ascii: "%")) != nil else { return path }
    var decoded: [UInt8] = []
    var index = 0
    while index < span.count {
      if span[index] == UInt8(ascii: "%"), let byte = span.hexByte(at: index + 1) {
        decoded.append(byte)
        index += 3
      } else {
        decoded.append(span[index])
        index += 1
      }
    }
    return arena.copy(decoded)
  }
}

/// A request target taken apart (RFC 9112 §3.2).
struct URIParts {
  /// Without scheme and host, without fragment.
  var pathAndQuery: ByteSlice
  var path: ByteSlice
  var query: ByteSlice

  init(_ uri: ByteSlice) {
    let span = uri.span
    var start = 0
    if let colon = span.firstIndex(of: UInt8(ascii: ":")), colon > 0,
      span.extracting(colon..<span.count).hasPrefix("://"), span.isScheme(before: colon)
    {
      start = colon + 3
      while start < span.count && !ByteSet("/?#").contains(span[start]) { start += 1 }
    }
    let fragment = span.firstIndex(of: UInt8(ascii: "#"), from: start) ?? span.count
    pathAndQuery = uri.extracting(start..<fragment)
    let question = pathAndQuery.span.firstIndex(of: UInt8(ascii: "?")) ?? pathAndQuery.count
    path = pathAndQuery.prefix(question)
    query = pathAndQuery.dropFirst(question + 1)
  }
}

extension Span where Element == UInt8 {
  fileprivate func isScheme(before end: Int) -> Bool {
    guard self[0].isASCIILetter else { return false }
    for index in 0..<end where !self[index].isASCIIAlphanumeric && !ByteSet("+-.").contains(self[index]) {
      return false
    }
    return true
  }

  /// Up to and with the last slash of either kind.
  fileprivate var lengthOfDirectory: Int {
    var index = count
    while index > 0 && self[index - 1] != UInt8(ascii: "/") && self[index - 1] != UInt8(ascii: "\\") { index -= 1 }
    return index
  }

  /// A Host header's name without port; an IPv6 address keeps its brackets.
  fileprivate var lengthOfHostName: Int {
    if count > 0, self[0] == UInt8(ascii: "["), let end = firstIndex(of: UInt8(ascii: "]")) { return end + 1 }
    return firstIndex(of: UInt8(ascii: ":")) ?? count
  }

  /// RFC 4648 §4, up to the first byte that is none of its alphabet.
  fileprivate var decodedBase64: [UInt8] {
    var result: [UInt8] = []
    var bits: UInt32 = 0
    var bitCount: UInt32 = 0
    for index in 0..<count {
      let byte = self[index]
      let value: UInt8
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = byte &- 65
      case UInt8(ascii: "a")...UInt8(ascii: "z"): value = byte &- 71
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = byte &+ 4
      case UInt8(ascii: "+"): value = 62
      case UInt8(ascii: "/"): value = 63
      default: return result
      }
      bits = (bits &<< 6 | UInt32(value)) & 0xfff
      bitCount += 6
      if bitCount >= 8 {
        bitCount -= 8
        result.append(UInt8(truncatingIfNeeded: bits &>> bitCount))
      }
    }
    return result
  }
}

extension BodyProcessor {
  /// The name rules compare REQBODY_PROCESSOR with.
  public var name: ByteSlice {
    switch self {
    case .none: .empty
    case .urlEncoded: ByteSlice("URLENCODED")
    case .multipart: ByteSlice("MULTIPART")
    case .json: ByteSlice("JSON")
    case .xml: ByteSlice("XML")
    case .raw: ByteSlice("RAW")
    }
  }
}
