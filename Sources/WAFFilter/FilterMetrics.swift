import Bytes
import ProxyWasm
import RuleEngine
import Telemetry

/// The counters of one configuration; each is defined with the host when it is first needed.
///
/// A counter that the host refuses stays uncounted: metrics are not worth a request.
final class FilterMetrics {
  private let labels: MetricLabels
  private let transactions: HostMetric?
  private let wouldBlock: HostMetric?
  private let hostFailures: HostMetric?
  private var interruptions: [(ruleID: Int64, phase: Phase, metric: HostMetric)] = []

  init(_ labels: MetricLabels) {
    self.labels = labels
    transactions = Self.define(.transactions, labels)
    wouldBlock = Self.define(.wouldBlock, labels)
    hostFailures = Self.define(.hostFailures, labels)
  }

  func countTransaction() { Self.add(transactions) }
  func countWouldBlock() { Self.add(wouldBlock) }
  func countHostFailure() { Self.add(hostFailures) }

  func count(_ interruption: Interruption) {
    // Few rules interrupt, so the list is short; and only a rule's number and phase get into a name.
    for known in interruptions where known.ruleID == interruption.ruleID && known.phase == interruption.phase {
      return Self.add(known.metric)
    }
    var name: [UInt8] = []
    Metric.interruptions.appendName(ruleID: interruption.ruleID, phase: interruption.phase, labels, to: &name)
    guard let metric = try? HostMetric(.counter, name.span) else { return }
    interruptions.append((interruption.ruleID, interruption.phase, metric))
    Self.add(metric)
  }

  private static func define(_ metric: Metric, _ labels: MetricLabels) -> HostMetric? {
    var name: [UInt8] = []
    metric.appendName(labels, to: &name)
    return try? HostMetric(.counter, name.span)
  }

  private static func add(_ metric: HostMetric?) {
    guard let metric else { return }
    try? metric.increment()
  }
}
