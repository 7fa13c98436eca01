public import Bytes
public import RuleEngine

/// What a host itself reads from a request's headers; views of the bytes they came in.
public struct RequestHead {
  public private(set) var method = ByteSlice.empty
  public private(set) var path = ByteSlice.empty
  public private(set) var contentType = ByteSlice.empty
  /// `nil` when the request names none, which HTTP/1.0 allows.
  public private(set) var authority: ByteSlice?
  /// Whether it asks for another protocol; the host then keeps the stream open, whatever the body's length.
  public private(set) var hasUpgrade = false
  /// Whether trailers are to come, as a sender ought to say (RFC 9110, 6.6.2).
  public private(set) var announcesTrailers = false
  private var isChunked = false
  private var announcedLength: Int?

  /// - Parameter headers: alive as long as this value is used.
  public init(_ headers: some HeaderSequence) {
    var headers = headers
    while let (name, value) = headers.next() {
      switch KnownHeader(name.span) {
      case .method: method = value
      case .path: path = value
      case .authority: authority = value
      case .contentType: contentType = value
      case .upgrade: hasUpgrade = true
      case .contentLength: announcedLength = value.span.decimalNumber.map { Int(clamping: $0) } ?? .max
      case .transferEncoding: isChunked = true
      case .trailer: announcesTrailers = true
      case .status, nil: break
      }
    }
  }

  /// Whether a header says how the body is framed. HTTP/1 requests with a body and without one came in chunks.
  public var announcesBody: Bool { isChunked || announcedLength != nil }

  /// How long the body is. Chunks end by themselves, whatever else is announced.
  public var contentLength: Int? { isChunked ? nil : announcedLength }

  public var isConnect: Bool { method.span.isEqual(to: "CONNECT") }

  /// Whether another protocol may follow: at once, or after the body of a request for an upgrade.
  public var asksForTunnel: Bool { hasUpgrade || isConnect }

  /// Whether what follows the headers is not a body but another protocol, for which nothing can wait.
  ///
  /// A request that announces a body is never one: `Upgrade` must not be a way past the body's inspection.
  public var opensTunnel: Bool {
    isConnect || (hasUpgrade && !isChunked && (announcedLength ?? 0) == 0)
  }

  /// Hands all headers over to the rules.
  /// - Parameter headers: those this was read from.
  public func deliver(_ headers: some HeaderSequence, to transaction: Transaction) {
    // Rules know the authority as the Host header; one that is missing stays missing.
    if let authority {
      let name: StaticString = "host"
      transaction.addRequestHeader(name: ByteSlice(name).span, value: authority.span)
    }
    var headers = headers
    while let (name, value) = headers.next() {
      if !name.isPseudoHeader { transaction.addRequestHeader(name: name.span, value: value.span) }
    }
  }

  /// The request target as the client wrote it.
  public var uri: ByteSlice { path.isEmpty ? authority ?? .empty : path }
}

extension ByteSlice {
  /// Whether a header's name is one of HTTP/2's pseudo headers, which are not headers to rules.
  fileprivate var isPseudoHeader: Bool { count > 0 && self[0] == UInt8(ascii: ":") }
}
