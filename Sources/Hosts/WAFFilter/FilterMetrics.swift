import Inspection
import ProxyWasm
import RuleEngine
import Telemetry

/// The metrics of one configuration; each is defined with the host when it is first needed.
///
/// One that the host refuses stays uncounted: metrics are not worth a request.
final class FilterMetrics {
  /// How many rules and phases beside those that block get a name of their own.
  private static let ruleLimit = 256

  private let labels: MetricLabels
  private var known: [(event: MetricEvent, metric: HostMetric)] = []
  private var ruleCount = 0

  init(_ labels: MetricLabels) {
    self.labels = labels
    // Defined at once, so that dashboards show 0 rather than nothing.
    for metric in [Metric.transactions, .wouldBlock] { _ = find(MetricEvent(metric)) }
  }

  func add(_ metric: Metric, _ count: Int64 = 1) { add(MetricEvent(metric), count) }

  func count(_ kind: ErrorKind) { add(MetricEvent(.errors, kind: kind), 1) }

  func add(_ event: MetricEvent, _ count: Int64) {
    var event = event
    if event.isOneOfMany && !known.contains(where: { $0.event == event }) {
      if ruleCount < Self.ruleLimit { ruleCount += 1 } else { event = event.forOtherRules }
    }
    guard let host = find(event) else { return }
    if event.metric.isHistogram {
      try? host.record(UInt64(clamping: count))
    } else {
      try? host.increment(by: count)
    }
  }

  private func find(_ event: MetricEvent) -> HostMetric? {
    for entry in known where entry.event == event { return entry.metric }
    var name: [UInt8] = []
    event.appendName(labels, to: &name)
    guard let host = try? HostMetric(event.metric.isHistogram ? .histogram : .counter, name.span) else { return nil }
    known.append((event, host))
    return host
  }
}
