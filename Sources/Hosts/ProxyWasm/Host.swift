import Bytes
import CProxyWasm

/// The host's clock and its named functions.
public enum Host {
  /// Nanoseconds since 1970-01-01 00:00 UTC; 0 when the host has no clock.
  public static var unixNanoseconds: Int64 {
    var time: UInt64 = 0
    guard proxy_get_current_time_nanoseconds(&time) == 0 else { return 0 }
    return Int64(truncatingIfNeeded: time & 0x7fff_ffff_ffff_ffff)
  }

  /// Calls one of the host's named functions, such as Envoy's `clear_route_cache`.
  public static func call(_ name: StaticString, _ argument: Span<UInt8>) throws(HostStatus) -> HostBytes {
    try argument.withUnsafeBufferPointer { argument throws(HostStatus) -> HostBytes in
      try HostBytes.receive {
        proxy_call_foreign_function(
          name.utf8Start, name.utf8CodeUnitCount, argument.baseAddress, argument.count, $0, $1)
      }
    }
  }
}
