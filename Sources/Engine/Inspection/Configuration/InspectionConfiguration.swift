import Bytes
public import Telemetry

/// A configuration read and compiled: what all streams of one configured host share.
public struct InspectionConfiguration {
  public let policy: StreamPolicy
  /// `nil` when the configuration has errors: nothing must be inspected by it.
  public let ruleSets: RuleSets?
  /// Known even where there are errors, so that these can be counted.
  public let labels: MetricLabels

  /// - Parameters:
  ///   - text: JSON; no text at all is an empty configuration.
  ///   - report: told of each finding, as one line without its line feed.
  public init(_ text: [UInt8], report: (_ isError: Bool, _ line: [UInt8]) -> Void) {
    // Editors that write a byte order mark mean nothing by it (RFC 8259, 8.1).
    let text = text.span.hasPrefix("\u{feff}") ? [UInt8](text.span.extracting(3..<text.count)) : text
    var problems = ConfigurationProblems()
    let configuration = PluginConfiguration(text, &problems)
    for problem in problems.all {
      var line: [UInt8] = []
      problem.append(to: &line, text: text)
      report(problem.isError, line)
    }
    // Rules are compiled even when the JSON has other errors, so that one attempt shows all there is to mend.
    let ruleSets = RuleSets(configuration, report: report)
    policy = configuration.policy
    labels = MetricLabels(configuration.labels)
    self.ruleSets = problems.hasErrors ? nil : ruleSets
  }
}
