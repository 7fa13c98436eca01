import Bytes
import CProxyWasm

/// One of the host's buffers; valid only inside the callback it belongs to.
public enum HostBuffer: Int32, Sendable {
  case requestBody = 0
  case responseBody = 1
  case vmConfiguration = 6
  case pluginConfiguration = 7

  /// A copy of the bytes from `start`, at most `max` of them; empty when the buffer is.
  public func bytes(from start: Int = 0, max: Int) throws(HostStatus) -> HostBytes {
    let buffer = rawValue
    if max <= 0 { return HostBytes(adopting: nil, count: 0) }
    do throws(HostStatus) {
      return try HostBytes.receive { proxy_get_buffer_bytes(buffer, start, max, $0, $1) }
    } catch {
      if error == .empty || error == .notFound { return HostBytes(adopting: nil, count: 0) }
      throw error
    }
  }

  /// How many bytes the buffer holds now.
  public func count() throws(HostStatus) -> Int {
    var count = 0
    var flags: UInt32 = 0
    try HostStatus.check(proxy_get_buffer_status(rawValue, &count, &flags))
    return count
  }

  /// Removes the first `count` bytes, which is how a filter takes a chunk for itself.
  public func drain(_ count: Int) throws(HostStatus) {
    if count > 0 { try HostStatus.check(proxy_set_buffer_bytes(rawValue, 0, count, nil, 0)) }
  }

  /// Adds bytes at the end.
  public func append(_ bytes: Span<UInt8>) throws(HostStatus) {
    // A start beyond the end means "append" to hosts.
    try insert(bytes, at: Int(Int32.max))
  }

  /// Adds bytes at the front.
  public func prepend(_ bytes: Span<UInt8>) throws(HostStatus) { try insert(bytes, at: 0) }

  private func insert(_ bytes: Span<UInt8>, at start: Int) throws(HostStatus) {
    if bytes.isEmpty { return }
    let buffer = rawValue
    let status = bytes.withUnsafeBufferPointer {
      proxy_set_buffer_bytes(buffer, start, 0, $0.baseAddress, $0.count)
    }
    try HostStatus.check(status)
  }
}
