import Bytes
import CProxyWasm

/// A value the host knows about the stream or itself, such as `source.address`.
///
/// Each read costs the host about 2 µs (measured in Envoy 1.40): ask only for what is used.
public struct HostProperty: Sendable {
  /// The path's parts, joined by NUL.
  private let path: StaticString

  /// - Parameter path: the parts joined by NUL, as in `"source\0address"`.
  public init(_ path: StaticString) { self.path = path }

  /// Address and port of the client, as in `10.0.0.1:4711`.
  public static let sourceAddress = HostProperty("source\0address")
  /// Address and port the client connected to.
  public static let destinationAddress = HostProperty("destination\0address")
  /// `HTTP/1.1`, `HTTP/2`.
  public static let requestProtocol = HostProperty("request\0protocol")
  public static let routeName = HostProperty("xds\0route_name")

  /// - Throws: `.notFound` when the host has no such value here.
  public func value() throws(HostStatus) -> HostBytes {
    let path = self.path
    return try HostBytes.receive { proxy_get_property(path.utf8Start, path.utf8CodeUnitCount, $0, $1) }
  }

  /// Sets filter state that access logs and later filters can read (`wasm.` is put before the path).
  public func set(_ value: Span<UInt8>) throws(HostStatus) {
    let path = self.path
    let status = value.withUnsafeBufferPointer {
      proxy_set_property(path.utf8Start, path.utf8CodeUnitCount, $0.baseAddress, $0.count)
    }
    try HostStatus.check(status)
  }
}
