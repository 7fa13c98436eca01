import CProxyWasm
import WAFFilter

/// The filter, started and configured through its exported functions.
///
/// Importing `WAFFilter` is what links them.
public final class SimulatedPlugin {
  nonisolated(unsafe) private static var nextContext: UInt32 = 1
  public let host: SimulatedHost
  public let root: UInt32
  /// What `proxy_on_configure` answered.
  public private(set) var isConfigured = false

  /// - Parameter configuration: the plugin's JSON.
  public init(_ configuration: String, host: SimulatedHost = SimulatedHost()) {
    self.host = host
    root = Self.takeContext()
    SimulatedHost.current = host
    proxy_on_context_create(root, 0)
    let bytes = Array(configuration.utf8)
    host.buffers[7] = bytes
    isConfigured = proxy_on_vm_start(root, 0) == 1 && proxy_on_configure(root, bytes.count) == 1
    host.buffers[7] = nil
  }

  deinit { proxy_on_delete(root) }

  static func takeContext() -> UInt32 {
    defer { nextContext += 1 }
    return nextContext
  }

  /// Drives one request and its response through the filter.
  public func run(_ exchange: Exchange, holdsHeaders: Bool = false) -> ExchangeResult {
    SimulatedHost.current = host
    var stream = SimulatedStream(self, exchange, holdsHeaders: holdsHeaders)
    return stream.run()
  }
}
