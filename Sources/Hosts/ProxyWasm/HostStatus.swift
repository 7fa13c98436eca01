/// The result of a host call that did not succeed.
///
/// Source: `proxy_status_t` of the proxy-wasm ABI 0.2.1.
public enum HostStatus: Int32, Error, Sendable, CaseIterable {
  case ok = 0
  /// There is no such header, property, key or map: often an answer rather than a fault.
  case notFound = 1
  case badArgument = 2
  case serializationFailure = 3
  case parseFailure = 4
  case badExpression = 5
  case invalidMemoryAccess = 6
  /// The buffer or queue holds nothing.
  case empty = 7
  /// Shared data was changed by another virtual machine in between.
  case casMismatch = 8
  case resultMismatch = 9
  case internalFailure = 10
  case brokenConnection = 11
  /// This host does not offer the call.
  case unimplemented = 12

  /// A number this ABI does not define counts as a failure of the host.
  init(host status: Int32) { self = HostStatus(rawValue: status) ?? .internalFailure }

  /// Throws what the host answered unless it is success.
  static func check(_ status: Int32) throws(HostStatus) {
    if status != 0 { throw HostStatus(host: status) }
  }
}
