import Bytes
public import RuleEngine

/// What a metric's name says beside what it counts, in the order it is written.
public enum MetricField: UInt8, Sendable {
  /// `_ruleid=<id>`
  case ruleID
  /// `_phase=<phase>`
  case phase
  /// `_kind=<kind>` of an error.
  case kind
  /// `metric_labels` of the configuration, as in `_identifier=<policy>_owner=<namespace>`.
  case labels
}

/// What went wrong, as counters call it.
public enum ErrorKind: UInt8, Sendable, CaseIterable {
  case hostCall, memory, trailers, answer, configuration, state, work, undecided

  /// Why rules could not decide.
  public init(_ failure: EngineFailure) {
    switch failure {
    case .memory: self = .memory
    case .work: self = .work
    case .undecided: self = .undecided
    }
  }

  var name: StaticString {
    switch self {
    case .hostCall: "host_call"
    case .memory: "memory"
    case .trailers: "trailers"
    case .answer: "answer"
    case .configuration: "configuration"
    case .work: "work"
    case .undecided: "undecided"
    case .state: "state"
    }
  }
}

/// A counter or histogram of the filter. Names are an interface: dashboards and relabelling rules read them.
///
/// Metrics of proxy-wasm have no labels, so attribution is part of the name. Nothing a client sends may become part
/// of one, or their number would have no bound.
public struct Metric: Sendable {
  public let name: StaticString
  public let fields: [MetricField]
  public let isHistogram: Bool

  private init(_ name: StaticString, _ fields: [MetricField] = [.labels], isHistogram: Bool = false) {
    self.name = name
    self.fields = fields
    self.isHistogram = isHistogram
  }

  /// Requests seen, inspected or not.
  public static let transactions = Metric("waf_filter.tx.total", [])
  /// Transactions that a rule would have ended, had the engine not been in detection mode; once per transaction.
  public static let wouldBlock = Metric("waf_filter.tx.would_block")
  /// Transactions ended by a rule.
  public static let interruptions = Metric("waf_filter.tx.interruptions", [.ruleID, .phase, .labels])

  // Our own stand outside `waf_filter.`, whose names consumers rewrite.

  /// Matches of the rules that log.
  public static let ruleHits = Metric("waf_rules.hits", [.ruleID, .phase, .labels])
  /// As `wouldBlock`, by the rule.
  public static let ruleWouldBlock = Metric("waf_rules.would_block", [.ruleID, .phase, .labels])
  /// The anomaly score of requests, where the rules keep one.
  public static let inboundScore = Metric("waf_rules.inbound_score", isHistogram: true)
  /// Bytes of inspected request headers, as the host hands them over.
  public static let headerBytes = Metric("waf_engine.request_header_bytes")
  /// Bytes of inspected request and response bodies.
  public static let requestBodyBytes = Metric("waf_engine.request_body_bytes")
  public static let responseBodyBytes = Metric("waf_engine.response_body_bytes")
  /// What failed while streams were inspected or configurations read.
  public static let errors = Metric("waf_engine.errors", [.kind, .labels])
  /// Time spent in the filter; only where the configuration asks for it.
  public static let engineTime = Metric("waf_engine.nanoseconds")

  /// The rule that stands for all others once a metric has as many rules as it may.
  public static let otherRules: Int64 = -1

  /// Appends the name as the host is to define it.
  public func appendName(
    ruleID: Int64 = 0, phase: Phase = .requestHeaders, kind: ErrorKind = .hostCall, _ labels: MetricLabels,
    to output: inout [UInt8]
  ) {
    output.append(name)
    for field in fields {
      switch field {
      case .ruleID:
        output.append("_ruleid=")
        if ruleID == Self.otherRules { output.append("other") } else { output.append(decimal: ruleID) }
      case .phase:
        output.append("_phase=")
        output.append(phase.metricName)
      case .kind:
        output.append("_kind=")
        output.append(kind.name)
      case .labels:
        output.append(contentsOf: labels.suffix)
      }
    }
  }
}

/// Every metric, sorted by name.
public let metricTable: [Metric] = [
  .errors, .engineTime, .requestBodyBytes, .headerBytes, .responseBodyBytes, .interruptions, .transactions,
  .wouldBlock, .ruleHits, .inboundScore, .ruleWouldBlock,
]

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
    return leftRank == rightRank ? left.span.precedes(right.span) : leftRank < rightRank
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
