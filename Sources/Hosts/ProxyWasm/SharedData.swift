import Bytes
import CProxyWasm

/// Values all virtual machines with one `vm_id` share, in one process.
public enum SharedData {
  /// A version of a value; 0 writes whatever is there.
  public struct Version: Sendable, Equatable {
    let raw: UInt32
    public static let any = Version(raw: 0)
  }

  /// The value under `key` and its version.
  /// - Throws: `.notFound` when there is none.
  public static func value(
    of key: Span<UInt8>, _ version: inout Version
  ) throws(HostStatus) -> HostBytes {
    var cas: UInt32 = 0
    let bytes = try key.withUnsafeBufferPointer { key throws(HostStatus) -> HostBytes in
      try HostBytes.receive { proxy_get_shared_data(key.baseAddress, key.count, $0, $1, &cas) }
    }
    version = Version(raw: cas)
    return bytes
  }

  /// - Throws: `.casMismatch` when the value changed since `version` was read.
  public static func set(_ key: Span<UInt8>, to value: Span<UInt8>, ifStill version: Version) throws(HostStatus) {
    let status = key.withUnsafeBufferPointer { key in
      value.withUnsafeBufferPointer { value in
        proxy_set_shared_data(key.baseAddress, key.count, value.baseAddress, value.count, version.raw)
      }
    }
    try HostStatus.check(status)
  }
}
