import Bytes
import ProxyWasm
import RuleEngine
import Telemetry

extension StreamContext {
  /// The stream is over: phase 5, counters, the lines of the error log and the audit line.
  func onLog() {
    guard let transaction else { return }
    transaction.runLogging()
    if let interruption = interruption ?? transaction.interruption {
      root.metrics?.count(interruption)
    } else if transaction.wouldBlock != nil {
      root.metrics?.countWouldBlock()
    }
    var line: [UInt8] = []
    for match in transaction.matches where match.rule.logs {
      line.removeAll(keepingCapacity: true)
      appendErrorLine(of: match, in: transaction, to: &line)
      HostLog.write(LogLevel(severity: match.rule.metadata.severity), line)
    }
    if transaction.isAuditRelevant {
      line = [UInt8]("AuditLog:")
      appendAuditRecord(of: transaction, to: &line)
      HostLog.write(.info, line)
    }
  }
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
