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
    if count == type.count || type[type.count - 1] == UInt8(ascii: "/") { return true }
    let next = self[type.count]
    return next == UInt8(ascii: ";") || next == 0x20 || next == 0x09
  }

  /// `application/grpc`, also with a suffix: `+proto`, `-web`.
  var isGRPC: Bool {
    span.hasPrefixIgnoringCase("application/grpc+") || span.hasPrefixIgnoringCase("application/grpc-")
      || isMediaType(ByteSlice("application/grpc").span)
  }
}
