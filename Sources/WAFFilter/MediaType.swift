import Bytes

extension ByteSlice {
  /// Whether a `Content-Type` (RFC 9110, 8.3) names this media type, or one of this family (`image/`).
  ///
  /// Values of several headers joined by commas name none: who reads them may take another one than we would.
  func isMediaType(_ type: Span<UInt8>) -> Bool {
    guard type.count > 0, prefix(type.count).span.isEqualIgnoringCase(to: type),
      span.firstIndex(of: UInt8(ascii: ",")) == nil
    else {
      return false
    }
    return count == type.count || type[type.count - 1] == UInt8(ascii: "/")
      || ByteSet("; \t").contains(self[type.count])
  }

  /// `application/grpc`, also with a suffix: `+proto`, `-web`.
  var isGRPC: Bool {
    let type = ByteSlice("application/grpc")
    guard count > type.count, ByteSet("+-").contains(self[type.count]) else { return isMediaType(type.span) }
    return span.hasPrefixIgnoringCase("application/grpc")
  }
}
