public import Bytes
import CProxyWasm

/// Bytes the host put into the module's memory, which this value owns and frees, exactly once.
public struct HostBytes: ~Copyable {
  private let start: UnsafeMutablePointer<UInt8>?
  public let count: Int

  /// Takes over memory that came from `proxy_on_memory_allocate`.
  init(adopting start: UnsafeMutablePointer<UInt8>?, count: Int) {
    self.start = start
    self.count = start == nil ? 0 : max(0, count)
  }

  deinit { proxy_wasm_free(start) }

  /// Memory for the host to write into; what `proxy_on_memory_allocate` answers.
  ///
  /// - Returns: `nil` when there is none left, which the host takes as a failed call, not as a dead machine.
  public static func allocate(_ count: Int) -> UnsafeMutableRawPointer? {
    count < 0 ? nil : proxy_wasm_allocate(count)
  }

  /// Lends the bytes as a slice, which must not be kept: they are freed when this value goes.
  public borrowing func withSlice<Result, Failure: Error>(
    _ body: (ByteSlice) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(ByteSlice(start: start.map { UnsafePointer($0) }, count: count))
  }

  /// The bytes; valid while this value lives.
  public var span: Span<UInt8> {
    @_lifetime(borrow self)
    get {
      let buffer = UnsafeBufferPointer(start: start, count: count)
      return unsafe _overrideLifetime(buffer.span, borrowing: self)
    }
  }

  /// Runs a host call that returns bytes through a pointer and a size.
  static func receive(
    _ call: (UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>, UnsafeMutablePointer<Int>) -> Int32
  ) throws(HostStatus) -> HostBytes {
    var start: UnsafeMutablePointer<UInt8>?
    var count = 0
    let status = call(&start, &count)
    // Adopted before the status is looked at: a host that allocated and then failed must not leak.
    let bytes = HostBytes(adopting: start, count: count)
    try HostStatus.check(status)
    return bytes
  }
}
