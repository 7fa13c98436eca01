import Bytes
import Inspection
import ProxyWasm
import RuleEngine
import Telemetry

extension StreamContext {
  /// The stream is over: phase 5, metrics, filter state, the lines of the error log and the audit line.
  func onLog() {
    if let transaction {
      timed {
        if case .collecting = state.request {
          // The client went away, but its headers may have got to the upstream: what was wrong with them shall be seen.
          transaction.stopEnforcing()
          _ = transaction.runRequestBodyAsAbsent()
        }
        transaction.runLogging()
      }
      count(transaction)
      writeLines(transaction)
    }
    setFilterState()
    if engineTime > 0 { root.metrics?.add(.engineTime, engineTime) }
  }

  private func count(_ transaction: Transaction) {
    guard let metrics = root.metrics else { return }
    transaction.countEvents { metrics.add($0, $1) }
  }

  /// What access logs can show of the decision.
  private func setFilterState() {
    guard let decision = Decision(transaction, state, root.policy.filterState) else { return }
    let values = [
      (HostProperty.decision, [UInt8](decision.name)), (.ruleIDs, decision.ruleIDs),
      (.score, [UInt8](transaction?.inboundScore ?? .empty)), (.transactionID, [UInt8](transaction?.id ?? .empty)),
    ]
    // An access log that lacks them is not worth a word more.
    for (property, value) in values where !value.isEmpty { try? property.set(value.span) }
  }

  /// Lines name both addresses, even where no rule has asked for them.
  func nameAddresses(of transaction: Transaction) {
    if transaction.clientAddress.isEmpty { setClient(transaction, root.policy.client, nil) }
    if transaction.serverAddress.isEmpty { setServer(transaction) }
  }

  private func writeLines(_ transaction: Transaction) {
    guard transaction.isAuditRelevant || transaction.matches.contains(where: { $0.rule.logs }) else { return }
    nameAddresses(of: transaction)
    let policy = root.policy.audit
    var line: [UInt8] = []
    for match in transaction.matches where match.rule.logs {
      line.removeAll(keepingCapacity: true)
      appendErrorLine(of: match, in: transaction, policy, to: &line)
      HostLog.write(LogLevel(severity: match.rule.metadata.severity), line)
    }
    if transaction.isAuditRelevant {
      line = [UInt8]("AuditLog:")
      appendAuditRecord(of: transaction, policy, ending: state.responseEnding, to: &line)
      HostLog.write(.info, line.onOneLine)
    }
  }
}

extension [UInt8] {
  /// The sections of a native record one behind the other: a line is what collectors take as one record.
  fileprivate var onOneLine: [UInt8] {
    guard contains(UInt8(ascii: "\n")) else { return self }
    var line: [UInt8] = []
    for byte in self {
      if byte == UInt8(ascii: "\n") { line.append("\\n") } else { line.append(byte) }
    }
    return line
  }
}

extension HostProperty {
  // One part each: Envoy puts `wasm.` before it and keeps it as it is.
  fileprivate static let decision = HostProperty("waf.decision")
  fileprivate static let ruleIDs = HostProperty("waf.rule_ids")
  fileprivate static let score = HostProperty("waf.score")
  fileprivate static let transactionID = HostProperty("waf.transaction_id")
}

extension LogLevel {
  /// The level a rule's severity (0–7, as syslog's) is logged at; without one, a match is a notice.
  init(severity: UInt8?) {
    switch severity {
    case .some(0...2): self = .critical
    case .some(3): self = .error
    case .some(4): self = .warn
    case .some(7): self = .debug
    default: self = .info
    }
  }
}
