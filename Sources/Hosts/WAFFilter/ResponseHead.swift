import Bytes
import ProxyWasm

/// What the filter itself reads from a response's headers.
struct ResponseHead {
  private(set) var status = 0
  private(set) var contentType = ByteSlice.empty
  /// How long the body is, if it is known.
  private(set) var contentLength: Int?
  private var isChunked = false
  private var announcesTrailers = false

  init(_ pairs: HeaderPairs) {
    var pairs = pairs
    while let (name, value) = pairs.next() {
      let text = name.span
      if text.isEqual(to: ":status") {
        status = Int(truncatingIfNeeded: min(value.span.decimalNumber ?? 0, 999))
      } else if text.isEqual(to: "content-type") {
        contentType = value
      } else if text.isEqual(to: "content-length") {
        contentLength = value.span.decimalNumber.map { Int(clamping: $0) }
      } else if text.isEqual(to: "transfer-encoding") {
        isChunked = true
      } else if text.isEqual(to: "trailer") {
        announcesTrailers = true
      }
    }
  }

  /// Chunks of HTTP/1 hardly ever end with trailers that were not announced; bodies of HTTP/2 do.
  var mayEndWithTrailers: Bool { announcesTrailers || !isChunked }

  /// Whether the body must reach the client as it comes: event streams, gRPC, upgraded connections.
  var mustStream: Bool {
    status == 101 || contentType.isMediaType(ByteSlice("text/event-stream").span) || contentType.isGRPC
  }

  var isSuccessful: Bool { (200..<300).contains(status) }
}
