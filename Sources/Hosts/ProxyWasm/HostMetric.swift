import Bytes
import CProxyWasm

/// A metric the host keeps; all virtual machines that define the same name share it.
public struct HostMetric: Sendable, Equatable {
  public enum Kind: Int32, Sendable {
    case counter = 0
    case gauge, histogram
  }

  private let id: UInt32

  /// Defines the metric, or finds it when it was defined before.
  public init(_ kind: Kind, _ name: Span<UInt8>) throws(HostStatus) {
    var id: UInt32 = 0
    let status = name.withUnsafeBufferPointer { proxy_define_metric(kind.rawValue, $0.baseAddress, $0.count, &id) }
    try HostStatus.check(status)
    self.id = id
  }

  /// Adds to a counter or gauge.
  public func increment(by offset: Int64 = 1) throws(HostStatus) {
    try HostStatus.check(proxy_increment_metric(id, offset))
  }

  /// Sets a gauge, or adds a sample to a histogram.
  public func record(_ value: UInt64) throws(HostStatus) {
    try HostStatus.check(proxy_record_metric(id, value))
  }

  public func value() throws(HostStatus) -> UInt64 {
    var value: UInt64 = 0
    try HostStatus.check(proxy_get_metric(id, &value))
    return value
  }
}
