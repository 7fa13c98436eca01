/// A request as a server hands it to a rule engine.
public struct HTTPRequest: Sendable {
  public var method: [UInt8] = []
  /// The request target as sent: a path, `*`, an absolute URI or an authority.
  public var target: [UInt8] = []
  /// `HTTP/1.1`
  public var version: [UInt8] = []
  /// In the order of first appearance; lines of one name are joined with `, `, as httpd does.
  public var headers: [(name: [UInt8], value: [UInt8])] = []
  /// Without chunk framing, cut to Content-Length; what follows a request on the wire is not part of it.
  public var body: [UInt8] = []
  /// Whether the framing of a chunked body is broken, so that the server answers 400 after phase 1.
  public var hasBrokenFraming = false
  public init() {}

  /// The value of a header, the name compared without case.
  public func header(_ name: String) -> [UInt8]? {
    headers.first { $0.name.lowercasedASCII == [UInt8](name.utf8) }?.value
  }
}

/// What a server makes of bytes it was sent.
public enum HTTPRequestReading: Sendable {
  case request(HTTPRequest)
  /// The server answers by itself, no rule sees the request.
  case rejected(status: Int)
  /// A request line without a version: the answer has neither status line nor headers (HTTP/0.9).
  case simple(HTTPRequest)
}

extension Collection<UInt8> {
  var lowercasedASCII: [UInt8] { map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 } }
}
