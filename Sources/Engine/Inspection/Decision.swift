public import Bytes
public import RuleEngine

/// What became of a transaction, as access logs show it.
public struct Decision {
  /// One word.
  public let name: StaticString
  /// The identifiers of the rules that logged a match, 64 at most, with commas between them.
  public let ruleIDs: [UInt8]

  /// - Parameter hasFailed: whether it was stopped because it could not be inspected.
  /// - Returns: `nil` when there is nothing the policy wants shown.
  public init?(_ transaction: Transaction, hasFailed: Bool, _ policy: FilterStatePolicy) {
    switch policy {
    case .never: return nil
    case .always: break
    case .matched:
      if !hasFailed && transaction.block == nil && transaction.wouldBlock == nil
        && !transaction.matches.contains(where: { $0.rule.logs })
      {
        return nil
      }
    }
    name =
      hasFailed
      ? "failed" : transaction.block != nil ? "blocked" : transaction.wouldBlock != nil ? "would_block" : "passed"
    var rules: [UInt8] = []
    for match in transaction.matches.prefix(64) where match.rule.logs {
      if !rules.isEmpty { rules.append(",") }
      rules.append(decimal: match.rule.metadata.id)
    }
    ruleIDs = rules
  }
}

extension Transaction {
  /// The anomaly score rules keep of a request, as CRS does; empty without one.
  public var inboundScore: ByteSlice {
    tx("blocking_inbound_anomaly_score") ?? tx("inbound_anomaly_score") ?? tx("anomaly_score") ?? .empty
  }
}
