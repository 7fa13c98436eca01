import Bytes
import Inspection
import ProxyWasm
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
    let configuration = InspectionConfiguration(text) { HostLog.write($0 ? .error : .warn, $1) }
    guard let ruleSets = configuration.ruleSets else {
      FilterMetrics(configuration.labels).count(.configuration)
      HostLog.write(.error, "the configuration is not accepted: see the errors above")
      return false
    }
    policy = configuration.policy
    self.ruleSets = ruleSets
    metrics = FilterMetrics(configuration.labels)
    return true
  }

  /// The identifier of a new transaction.
  func nextIdentifier(_ unixNanoseconds: Int64) -> [UInt8] { identifiers.next(unixNanoseconds: unixNanoseconds) }
}
