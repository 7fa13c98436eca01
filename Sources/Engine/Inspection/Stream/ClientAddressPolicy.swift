public import Bytes
import Operators

/// Whose address counts as the client's where other proxies stand before this one.
///
/// Source: the meaning of `x-forwarded-for` and of Envoy's `xff_num_trusted_hops`: with N hops, the entry N + 1 from
/// the right.
public struct ClientAddressPolicy: Sendable {
  /// Lower case; empty when only the connection counts.
  public internal(set) var header: [UInt8] = []
  public internal(set) var trustedHops = 0
  private var proxies: NetworkSet?

  /// Adds a network of proxies to believe; `false` when it is none. `seal` must follow the last.
  mutating func trust(_ network: Span<UInt8>) -> Bool {
    var proxies = self.proxies ?? NetworkSet()
    defer { self.proxies = proxies }
    return proxies.insert(network)
  }

  mutating func seal() { proxies?.seal() }

  /// The client's address, or `nil` when the connection's counts.
  public func address(_ headers: some HeaderSequence, peer: ByteSlice) -> ByteSlice? {
    if header.isEmpty { return nil }
    if let proxies, proxies.contains(peer.span) != true { return nil }
    var entries: [ByteSlice] = []
    var headers = headers
    while let (name, value) = headers.next() {
      if name.span.isEqual(to: header.span) { Self.split(value, into: &entries) }
    }
    var client: ByteSlice?
    var skipped = 0
    while let entry = entries.popLast() {
      // What is no address ends the chain: nobody vouches for what stands left of it.
      guard let isProxy = (proxies ?? NetworkSet()).contains(entry.span) else { return client }
      client = entry
      if skipped < trustedHops { skipped += 1 } else if !isProxy { return client }
    }
    // A chain shorter than the hops did not come through our proxies.
    return skipped < trustedHops || (skipped == trustedHops && proxies == nil) ? nil : client
  }

  private static func split(_ list: ByteSlice, into entries: inout [ByteSlice]) {
    var rest = list
    while true {
      let comma = rest.span.firstIndex(of: UInt8(ascii: ","))
      let entry = rest.prefix(comma ?? rest.count)
      var address = entry.extracting(entry.span.trimmedRange(of: .space))
      // Some proxies write the port too; a bare IPv6 address has more than one colon.
      if let colon = address.span.firstIndex(of: UInt8(ascii: ":")),
        colon == address.span.lastIndex(of: UInt8(ascii: ":")) || address.span.hasPrefix("[")
      {
        address = PeerAddress(address).address
      }
      if address.span.hasPrefix("["), address.span.hasSuffix(ByteSlice("]").span) {
        address = address.extracting(1..<(address.count - 1))
      }
      entries.append(address)
      guard let comma else { return }
      rest = rest.dropFirst(comma + 1)
    }
  }
}
