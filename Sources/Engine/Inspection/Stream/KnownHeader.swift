import Bytes

/// A header that hosts themselves read, of a request or a response.
enum KnownHeader: UInt8 {
  case method, path, authority, status, contentType, contentLength, transferEncoding, trailer, upgrade

  /// In the order of the cases.
  private static let names: [StaticString] = [
    ":method", ":path", ":authority", ":status", "content-type", "content-length", "transfer-encoding", "trailer",
    "upgrade",
  ]

  init?(_ name: Span<UInt8>) {
    for (index, known) in Self.names.enumerated() where name.isEqual(to: known) {
      self.init(rawValue: UInt8(truncatingIfNeeded: index))
      return
    }
    return nil
  }
}
