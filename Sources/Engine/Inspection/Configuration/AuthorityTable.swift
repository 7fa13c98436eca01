import Bytes

/// Which rule set an authority gets: the whole authority first, with and without the final dot of its host, then
/// without its port, then the longest `*.` wildcard.
struct AuthorityTable {
  private var exact: [[UInt8]] = []
  private var exactSets: [Int] = []
  private var names = NameIndex([])
  /// Without the `*`, longest first.
  private var suffixes: [(suffix: [UInt8], set: Int)] = []

  /// - Parameter entries: an authority or wildcard and the place of its rule set.
  init(_ entries: [(authority: [UInt8], set: Int)]) {
    for entry in entries {
      if entry.authority.span.hasPrefix("*.") {
        let suffix = [UInt8](entry.authority.span.extracting(1..<entry.authority.count))
        var place = suffixes.count
        while place > 0 && suffix.count > suffixes[place - 1].suffix.count { place -= 1 }
        suffixes.insert((suffix, entry.set), at: place)
      } else {
        exact.append(entry.authority)
        exactSets.append(entry.set)
      }
    }
    names = NameIndex(exact)
  }

  func set(for authority: Span<UInt8>) -> Int? {
    if exact.isEmpty && suffixes.isEmpty { return nil }
    if let index = names.find(authority) { return exactSets[index] }
    var host = authority.extracting(0..<Self.hostCount(authority))
    if host.count > 0 && host[host.count - 1] == UInt8(ascii: ".") {
      // `example.com.` is the same host (RFC 1034, 3.1), whoever asks for it.
      let port = authority.extracting(host.count..<authority.count)
      host = host.extracting(0..<(host.count - 1))
      var plain = [UInt8](host)
      plain.append(port)
      if let index = names.find(plain.span) { return exactSets[index] }
    }
    if let index = names.find(host) { return exactSets[index] }
    for candidate in suffixes where host.count > candidate.suffix.count {
      let end = host.extracting((host.count - candidate.suffix.count)..<host.count)
      if candidate.suffix.span.isEqualIgnoringCase(to: end) { return candidate.set }
    }
    return nil
  }

  /// The length of the authority without `:port`; the colons inside `[::1]` are not one.
  static func hostCount(_ authority: Span<UInt8>) -> Int {
    guard let colon = authority.lastIndex(of: UInt8(ascii: ":")) else { return authority.count }
    if let bracket = authority.lastIndex(of: UInt8(ascii: "]")), bracket > colon { return authority.count }
    return colon
  }
}
