import Bytes
import LiteralSearch

/// `@ipMatch` and its relatives: the value is an address of one of the networks.
///
/// An IPv4 address and its IPv6 form `::ffff:a.b.c.d` are the same address. An IPv6 network wider than that form's
/// prefix, such as `::/0`, speaks of IPv6 alone and does not match an address written as IPv4.
final class IPMatch: Operator, @unchecked Sendable {
  private var networks: NetworkSet
  /// The expansion `networks` was made of; `nil` for a constant argument.
  private var expansion: [UInt8]?

  init(_ networks: NetworkSet, expands: Bool = false) {
    self.networks = networks
    expansion = expands ? [] : nil
  }

  /// The shortest address is `::`.
  override var requirement: MatchRequirement {
    var requirement = MatchRequirement(byteOf: ByteSet(".:"))
    requirement.minimumLength = 2
    return requirement
  }

  override func matches(_ value: Span<UInt8>, argument: Span<UInt8>, _ captures: inout Captures) -> Bool {
    guard let (address, isIPv4) = value.networkAddress else { return false }
    if let expansion, !expansion.span.isEqual(to: argument) {
      self.expansion = [UInt8](argument)
      networks = NetworkSet()
      // What is no network when macros are expanded matches nothing; there is nobody to tell.
      forEachEntry(ofList: argument) { entry, _ in _ = networks.insert(entry) }
      networks.seal()
    }
    return networks.contains(address, writtenAsIPv4: isIPv4)
  }
}

extension OperatorRow {
  /// `@ipMatch 10.0.0.0/8,::1,%{tx.more}`: addresses and networks, separated by commas.
  static let ipMatch = OperatorRow("ipMatch", expandsMacros: true) { argument, _ throws(OperatorProblem) in
    var networks = NetworkSet()
    try forEachEntry(ofList: argument) { entry, offset throws(OperatorProblem) in
      guard networks.insert(entry) || mayHoldMacro(entry) else {
        throw OperatorProblem(.badArgument, at: offset, length: entry.count, notANetwork(entry))
      }
    }
    networks.seal()
    return IPMatch(networks, expands: mayHoldMacro(argument))
  }

  /// The sentence for an entry that is no address and no network.
  static func notANetwork(_ entry: Span<UInt8>) -> [UInt8] {
    var detail = [UInt8]("'")
    detail.append(entry)
    detail.append("' is no IP address or network; write one such as 10.0.0.1, 10.0.0.0/8, ::1 or 2001:db8::/32")
    return detail
  }
}
