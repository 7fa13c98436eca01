import Bytes
import ProxyWasm
import SecLang
import Telemetry

/// One configured instance of the plugin in this virtual machine: what its streams share.
final class RootContext {
  private(set) var policy = StreamPolicy()
  private(set) var ruleSets: RuleSets?
  private(set) var metrics: FilterMetrics?
  private var identifiers = TransactionIdentifier()

  /// Reads and compiles the host's configuration of `count` bytes. Every finding goes to the log.
  ///
  /// - Returns: `false` when the plugin must not start with it.
  func configure(_ count: Int) -> Bool {
    let text: [UInt8]
    do throws(HostStatus) {
      let bytes = try HostBuffer.pluginConfiguration.bytes(max: count)
      text = [UInt8](bytes.span)
    } catch {
      HostLog.write(.critical, "the host does not hand over the plugin's configuration")
      return false
    }
    var problems = ConfigurationProblems()
    let configuration = PluginConfiguration(text, &problems)
    for problem in problems.all {
      var line: [UInt8] = []
      problem.append(to: &line, text: text)
      HostLog.write(problem.isError ? .error : .warn, line)
    }
    // Rules are compiled even when the JSON has other errors, so that one attempt shows all there is to mend.
    let ruleSets = RuleSets(configuration) { severity, line in
      HostLog.write(severity == .error ? .error : .warn, line)
    }
    guard !problems.hasErrors, let ruleSets else {
      FilterMetrics(MetricLabels(configuration.labels)).count(.configuration)
      HostLog.write(.error, "the configuration is not accepted: see the errors above")
      return false
    }
    policy = configuration.policy
    self.ruleSets = ruleSets
    metrics = FilterMetrics(MetricLabels(configuration.labels))
    return true
  }

  /// The identifier of a new transaction.
  func nextIdentifier(_ unixNanoseconds: Int64) -> [UInt8] { identifiers.next(unixNanoseconds: unixNanoseconds) }
}
