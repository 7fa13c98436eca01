import Bytes
public import RuleEngine

/// What a metric's name says beside what it counts, in the order it is written.
public enum MetricField: UInt8, Sendable {
  /// `_ruleid=<id>`
  case ruleID
  /// `_phase=<phase>`
  case phase
  /// `metric_labels` of the configuration, as in `_identifier=<policy>_owner=<namespace>`.
  case labels
}

/// A counter of the filter. Names are an interface: dashboards and relabelling rules read them.
///
/// Counters of proxy-wasm have no labels, so attribution is part of the name. Nothing a client sends may become part
/// of one, or the number of counters would have no bound.
public struct Metric: Sendable {
  public let name: StaticString
  public let fields: [MetricField]

  /// Requests seen, inspected or not.
  public static let transactions = Metric(name: "waf_filter.tx.total", fields: [])
  /// Transactions that a rule would have ended, had the engine not been in detection mode; once per transaction.
  public static let wouldBlock = Metric(name: "waf_filter.tx.would_block", fields: [.labels])
  /// Transactions ended by a rule.
  public static let interruptions = Metric(
    name: "waf_filter.tx.interruptions", fields: [.ruleID, .phase, .labels])
  /// Host calls that failed while a stream was inspected.
  public static let hostFailures = Metric(name: "waf_engine.host_failures", fields: [.labels])

  /// Appends the name as the host is to define it.
  public func appendName(
    ruleID: Int64 = 0, phase: Phase = .requestHeaders, _ labels: MetricLabels, to output: inout [UInt8]
  ) {
    output.append(name)
    for field in fields {
      switch field {
      case .ruleID:
        output.append("_ruleid=")
        output.append(decimal: ruleID)
      case .phase:
        output.append("_phase=")
        output.append(phase.metricName)
      case .labels:
        output.append(contentsOf: labels.suffix)
      }
    }
  }
}

/// Every metric, sorted by name.
public let metricTable: [Metric] = [.hostFailures, .interruptions, .transactions, .wouldBlock]

/// The labels of one configuration, in the order consumers expect: `identifier`, `owner`, then the others by name.
public struct MetricLabels: Sendable {
  fileprivate let suffix: [UInt8]

  public static let none = MetricLabels([])

  public init(_ labels: [(name: [UInt8], value: [UInt8])]) {
    // By insertion: a handful of labels is not worth the library's sort, which costs 8 KB of code.
    var sorted: [(name: [UInt8], value: [UInt8])] = []
    for label in labels {
      var place = sorted.count
      while place > 0 && Self.precedes(label.name, sorted[place - 1].name) { place -= 1 }
      sorted.insert(label, at: place)
    }
    var suffix: [UInt8] = []
    for label in sorted {
      suffix.append(UInt8(ascii: "_"))
      suffix.append(contentsOf: label.name)
      suffix.append(UInt8(ascii: "="))
      suffix.append(contentsOf: label.value)
    }
    self.suffix = suffix
  }

  private static func precedes(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    let leftRank = rank(left)
    let rightRank = rank(right)
    return leftRank == rightRank ? left.lexicographicallyPrecedes(right) : leftRank < rightRank
  }

  private static func rank(_ name: [UInt8]) -> Int {
    if name.span.isEqual(to: "identifier") { return 0 }
    return name.span.isEqual(to: "owner") ? 1 : 2
  }
}

extension Phase {
  /// The phase as counters call it.
  public var metricName: StaticString {
    switch self {
    case .requestHeaders: "http_request_headers"
    case .requestBody: "http_request_body"
    case .responseHeaders: "http_response_headers"
    case .responseBody, .logging: "http_response_body"
    }
  }
}
