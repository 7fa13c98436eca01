import Bytes

/// What is well-formed JSON of the right types and could never act, or would break answers: refused, with what to write
/// instead. What has one meaning is mended.
extension PluginConfiguration {
  mutating func check(_ root: JSONValue, _ problems: inout ConfigurationProblems) {
    for index in authorities.indices {
      authorities[index].name = Self.checkAuthority(authorities[index], &problems)
    }
    for path in paths { Self.checkPath(path, &problems) }
    checkClient(root, &problems)
    checkBlock(root, &problems)
  }

  /// - Returns: the authority without the final dot of its host, which names the same host (RFC 1034, 3.1).
  private static func checkAuthority(
    _ entry: (name: [UInt8], value: Reference), _ problems: inout ConfigurationProblems
  ) -> [UInt8] {
    let key = entry.name
    if key.span.isEqual(to: "*") {
      problems.error(
        entry.value.place, "the rule set for every authority goes under default_directives, not under", key)
      return key
    }
    var plain = key.span
    for index in 1..<max(1, plain.count) where plain[index] == UInt8(ascii: "/") && plain[index - 1] == plain[index] {
      // What stands before `//` is a scheme.
      plain = plain.extracting((index + 1)..<plain.count)
      break
    }
    plain = plain.extracting(0..<(plain.firstIndex(of: UInt8(ascii: "/")) ?? plain.count))
    var mended = [UInt8](plain.extracting(plain.trimmedRange(of: .space)))
    let isWildcard = mended.first == UInt8(ascii: "*")
    if isWildcard && !mended.span.hasPrefix("*.") { mended.insert(UInt8(ascii: "."), at: 1) }
    let hostCount = AuthorityTable.hostCount(mended.span)
    if isWildcard { mended.removeLast(mended.count - hostCount) }
    // A port, and what no host contains.
    var isPossible = mended.span.extracting(hostCount..<mended.count).isPort && !(isWildcard && mended.count == 2)
    for index in (isWildcard ? 1 : 0)..<mended.count where ByteSet.neverInHosts.contains(mended[index]) {
      isPossible = false
    }
    if mended != key || !isPossible {
      problems.error(
        entry.value.place, "no request has this authority; write a host, host:port or *.domain, not", key,
        nearest: isPossible ? mended : nil)
      return key
    }
    guard hostCount > 0, key[hostCount - 1] == UInt8(ascii: ".") else { return key }
    var plainKey = [UInt8](key.span.extracting(0..<(hostCount - 1)))
    plainKey.append(key.span.extracting(hostCount..<key.count))
    return plainKey
  }

  private static func checkPath(
    _ entry: (name: [UInt8], value: Reference), _ problems: inout ConfigurationProblems
  ) {
    let key = entry.name
    var mended = [UInt8](key.span.extracting(key.span.trimmedRange(of: .space)))
    if mended.last == UInt8(ascii: "*") { mended.removeLast() }
    if mended.first != UInt8(ascii: "/") { mended.insert(UInt8(ascii: "/"), at: 0) }
    if mended == key { return }
    problems.error(
      entry.value.place, "no request has this path; write a prefix that begins with / and needs no *, not", key,
      nearest: mended)
  }

  private func checkClient(_ root: JSONValue, _ problems: inout ConfigurationProblems) {
    let client = root.member("client_address")
    if !policy.client.header.isEmpty {
      if !policy.client.header.span.isToken, let place = client?.member("header") {
        problems.error(place, "no header has this name:", policy.client.header)
      }
      return
    }
    let sentence: StaticString = "does nothing without client_address.header, which names the header to read, such as"
    if policy.client.trustedHops > 0, let place = client?.member("trusted_hops") {
      problems.error(place, sentence, [UInt8]("x-forwarded-for"))
    }
    if let trustedProxies, !trustedProxies.items.isEmpty {
      problems.error(trustedProxies.place, sentence, [UInt8]("x-forwarded-for"))
    }
  }

  /// Source: RFC 9110, 5.1 and 5.5; a line end in a header's value would begin a header, or another answer.
  private mutating func checkBlock(_ root: JSONValue, _ problems: inout ConfigurationProblems) {
    let block = root.member("block_response")
    if (1..<200).contains(policy.block.status), let place = block?.member("status") {
      problems.error(place, "an answer's status is 200 to 599, or 0 for the rule's")
    }
    if !policy.block.contentType.span.isHeaderValue, let place = block?.member("content_type") {
      problems.error(place, "a header's value has no line ends or other control characters")
    }
    for header in blockHeaders {
      policy.block.headers.append((header.name, header.value.set))
      if let sentence = Self.fault(in: header.name.span, header.value.set.span) {
        problems.error(header.value.place, sentence, header.name)
      }
    }
  }

  /// What is wrong with a header of an answer, the last words before its name.
  private static func fault(in name: Span<UInt8>, _ value: Span<UInt8>) -> StaticString? {
    if !name.isToken { return "a header's name consists of letters, digits and !#$%&'*+-.^_`|~, unlike" }
    if !value.isHeaderValue { return "there are line ends or other control characters in the value of" }
    let isFraming =
      name.isEqualIgnoringCase(to: ByteSlice("content-length").span)
      || name.isEqualIgnoringCase(to: ByteSlice("transfer-encoding").span)
    return isFraming ? "the host itself says where the answer ends; leave out" : nil
  }
}

extension Span where Element == UInt8 {
  /// Whether it is nothing, or a colon and digits.
  fileprivate var isPort: Bool { isEmpty || extracting(1..<count).decimalNumber != nil }

  /// Whether it is a token (RFC 9110, 5.6.2).
  fileprivate var isToken: Bool {
    var index = 0
    while index < count && ByteSet.token.contains(self[index]) { index += 1 }
    return index == count && count > 0
  }

  fileprivate var isHeaderValue: Bool {
    var index = 0
    while index < count && (self[index] >= 0x20 && self[index] != 0x7f || self[index] == 0x09) { index += 1 }
    return index == count
  }
}

extension ByteSet {
  fileprivate static let neverInHosts = ByteSet("*/?#@ \t\r\n")
  fileprivate static let token = ByteSet(
    "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
}
