import Bytes
import ProxyWasm

/// What the filter itself reads from a response's headers.
struct ResponseHead {
  private(set) var status = 0
  private(set) var contentType = ByteSlice.empty
  private var isFramed = false
  private var announcesTrailers = false

  init(_ pairs: HeaderPairs) {
    var pairs = pairs
    while let (name, value) = pairs.next() {
      let text = name.span
      if text.isEqual(to: ":status") {
        status = Int(truncatingIfNeeded: min(value.span.decimalNumber ?? 0, 999))
      } else if text.isEqual(to: "content-type") {
        contentType = value
      } else if text.isEqual(to: "content-length") || text.isEqual(to: "transfer-encoding") {
        isFramed = true
      } else if text.isEqual(to: "trailer") {
        announcesTrailers = true
      }
    }
  }

  /// Without HTTP/1's framing the response is probably one of HTTP/2, which may end with trailers unannounced.
  var mayEndWithTrailers: Bool { announcesTrailers || !isFramed }

  /// Whether the body must reach the client as it comes: event streams, gRPC, upgraded connections.
  var mustStream: Bool {
    status == 101 || contentType.span.hasPrefixIgnoringCase("text/event-stream")
      || contentType.span.hasPrefixIgnoringCase("application/grpc")
  }
}
