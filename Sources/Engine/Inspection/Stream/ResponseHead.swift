public import Bytes

/// What a host itself reads from a response's headers.
public struct ResponseHead {
  public private(set) var status = 0
  public private(set) var contentType = ByteSlice.empty
  /// How long the body is, if it is known.
  public private(set) var contentLength: Int?
  private var isChunked = false
  private var announcesTrailers = false

  /// - Parameter headers: alive as long as this value is used.
  public init(_ headers: some HeaderSequence) {
    var headers = headers
    while let (name, value) = headers.next() {
      switch KnownHeader(name.span) {
      case .status: status = Int(truncatingIfNeeded: min(value.span.decimalNumber ?? 0, 999))
      case .contentType: contentType = value
      case .contentLength: contentLength = value.span.decimalNumber.map { Int(clamping: $0) }
      case .transferEncoding: isChunked = true
      case .trailer: announcesTrailers = true
      case .method, .path, .authority, .upgrade, nil: break
      }
    }
  }

  /// Chunks of HTTP/1 hardly ever end with trailers that were not announced; bodies of HTTP/2 do.
  public var mayEndWithTrailers: Bool { announcesTrailers || !isChunked }

  /// Whether the body must reach the client as it comes: event streams, gRPC, upgraded connections.
  public var mustStream: Bool {
    status == 101 || contentType.isMediaType(ByteSlice("text/event-stream").span) || contentType.isGRPC
  }

  public var isSuccessful: Bool { (200..<300).contains(status) }
}
