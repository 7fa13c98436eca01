public import Bytes
public import RuleEngine

/// What became of a transaction, as access logs show it.
public struct Decision {
  /// One word.
  public let name: StaticString
  /// The identifiers of the rules that logged a match, 64 at most, with commas between them.
  public let ruleIDs: [UInt8]

  /// - Parameter transaction: `nil` where the stream was not inspected from the start.
  /// - Returns: `nil` when there is nothing the policy wants shown.
  public init?(_ transaction: Transaction?, _ state: StreamState, _ policy: FilterStatePolicy) {
    let isQuiet = transaction?.matches.contains(where: { $0.rule.logs }) != true
    if policy == .never { return nil }
    if state.hasFailed {
      name = "failed"
    } else if transaction?.block != nil {
      name = "blocked"
    } else if transaction?.wouldBlock != nil {
      name = "would_block"
    } else if state.passedUninspected {
      name = "uninspected"
    } else {
      if transaction == nil || (policy == .matched && isQuiet) { return nil }
      name = "passed"
    }
    var rules: [UInt8] = []
    if let transaction, !isQuiet {
      for match in transaction.matches.prefix(64) where match.rule.logs {
        if !rules.isEmpty { rules.append(",") }
        rules.append(decimal: match.rule.metadata.id)
      }
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
