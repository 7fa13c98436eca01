import Bytes
public import RuleEngine
public import Telemetry

/// One thing to count: a metric, and what tells its rows apart. Only numbers of the configuration's get in.
public struct MetricEvent: Equatable, Sendable {
  public let metric: Metric
  public let ruleID: Int64
  public let phase: Phase
  public let kind: ErrorKind

  public init(_ metric: Metric, ruleID: Int64 = 0, phase: Phase = .requestHeaders, kind: ErrorKind = .hostCall) {
    self.metric = metric
    self.ruleID = ruleID
    self.phase = phase
    self.kind = kind
  }

  /// Whether it has a row for each rule that matches, of which a host must keep no more than it can afford; rules that
  /// block are few.
  public var isOneOfMany: Bool { ruleID != 0 && ByteSlice(metric.name) != ByteSlice(Metric.interruptions.name) }

  /// The row for all rules that get none of their own.
  public var forOtherRules: MetricEvent {
    MetricEvent(metric, ruleID: Metric.otherRules, phase: phase, kind: kind)
  }

  public static func == (left: MetricEvent, right: MetricEvent) -> Bool {
    left.ruleID == right.ruleID && left.phase == right.phase && left.kind == right.kind
      && ByteSlice(left.metric.name) == ByteSlice(right.metric.name)
  }

  /// Appends the name a host defines it by.
  public func appendName(_ labels: MetricLabels, to output: inout [UInt8]) {
    metric.appendName(ruleID: ruleID, phase: phase, kind: kind, labels, to: &output)
  }
}

extension Transaction {
  /// What is to be counted of a transaction that is over.
  /// - Parameter count: told of each event and how much it adds.
  public func countEvents(_ count: (MetricEvent, Int64) -> Void) {
    if let end = block {
      count(MetricEvent(.interruptions, ruleID: end.ruleID, phase: end.phase), 1)
    } else if let held = wouldBlock {
      count(MetricEvent(.wouldBlock), 1)
      count(MetricEvent(.ruleWouldBlock, ruleID: held.ruleID, phase: held.phase), 1)
    }
    for match in matches where match.rule.logs {
      count(MetricEvent(.ruleHits, ruleID: match.rule.metadata.id, phase: match.phase), 1)
    }
    if let score = inboundScore.span.decimalNumber {
      count(MetricEvent(.inboundScore), Int64(truncatingIfNeeded: score))
    }
    for (metric, body) in [(Metric.requestBodyBytes, requestBodyBytes), (.responseBodyBytes, responseBodyBytes)]
    where !body.isEmpty { count(MetricEvent(metric), Int64(body.count)) }
  }
}
