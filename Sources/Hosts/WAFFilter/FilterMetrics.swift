import Bytes
import ProxyWasm
import RuleEngine
import Telemetry

/// The metrics of one configuration; each is defined with the host when it is first needed.
///
/// One that the host refuses stays uncounted: metrics are not worth a request.
final class FilterMetrics {
  /// What tells the metrics of one row apart. Only numbers of the configuration's get in.
  private struct Key: Equatable {
    var ruleID: Int64 = 0
    var name: ByteSlice
    var phase = Phase.requestHeaders
    var kind = ErrorKind.hostCall
  }

  /// How many rules and phases beside those that block get a name of their own.
  private static let ruleLimit = 256

  private let labels: MetricLabels
  private var known: [(key: Key, metric: HostMetric)] = []
  private var ruleCount = 0

  init(_ labels: MetricLabels) {
    self.labels = labels
    // Defined at once, so that dashboards show 0 rather than nothing.
    for metric in [Metric.transactions, .wouldBlock] { _ = find(metric, Key(name: ByteSlice(metric.name))) }
  }

  func add(_ metric: Metric, _ count: Int64 = 1) { record(metric, Key(name: ByteSlice(metric.name)), count) }

  func count(_ kind: ErrorKind) { record(.errors, Key(name: ByteSlice(Metric.errors.name), kind: kind), 1) }

  func count(_ metric: Metric, _ ruleID: Int64, _ phase: Phase, isBounded: Bool = true) {
    var key = Key(ruleID: ruleID, name: ByteSlice(metric.name), phase: phase)
    if isBounded && !known.contains(where: { $0.key == key }) {
      if ruleCount < Self.ruleLimit { ruleCount += 1 } else { key.ruleID = Metric.otherRules }
    }
    record(metric, key, 1)
  }

  private func record(_ metric: Metric, _ key: Key, _ value: Int64) {
    guard let host = find(metric, key) else { return }
    if metric.isHistogram {
      try? host.record(UInt64(clamping: value))
    } else {
      try? host.increment(by: value)
    }
  }

  private func find(_ metric: Metric, _ key: Key) -> HostMetric? {
    for entry in known where entry.key == key { return entry.metric }
    var name: [UInt8] = []
    metric.appendName(ruleID: key.ruleID, phase: key.phase, kind: key.kind, labels, to: &name)
    guard let host = try? HostMetric(metric.isHistogram ? .histogram : .counter, name.span) else { return nil }
    known.append((key, host))
    return host
  }
}
