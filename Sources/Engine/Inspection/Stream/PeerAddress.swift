public import Bytes

/// The address and port in a host's `10.0.0.1:4711` or `[::1]:4711`.
public struct PeerAddress {
  /// A view of the text it was read from.
  public let address: ByteSlice
  /// 0 when the text names none, as for a Unix socket.
  public let port: Int

  public init(_ text: ByteSlice) {
    let span = text.span
    guard let colon = span.lastIndex(of: UInt8(ascii: ":")),
      let port = span.extracting((colon + 1)..<span.count).decimalNumber, port <= 65535
    else {
      address = text
      self.port = 0
      return
    }
    let isBracketed = colon >= 2 && span[0] == UInt8(ascii: "[") && span[colon - 1] == UInt8(ascii: "]")
    address = isBracketed ? text.extracting(1..<(colon - 1)) : text.prefix(colon)
    self.port = Int(truncatingIfNeeded: port)
  }
}
