import Bytes
import ProxyWasm

/// The body of one direction, taken from the host chunk by chunk and given back whole.
///
/// The host's buffer stays empty meanwhile, so its limit does not apply (Envoy Gateway's is 32 KiB; beyond it Envoy
/// answers 413).
struct HeldBody: ~Copyable {
  private let buffer: HostBuffer
  private var bytes: [UInt8] = []
  private var lastAction = BodyAction.proceed
  /// Whether the stream may end with trailers, after which there is no buffer to give the body back into unless the
  /// host has been told to keep one.
  private let mayEndWithTrailers: Bool

  /// What all streams of this virtual machine hold; it has one thread.
  nonisolated(unsafe) private(set) static var totalBytes = 0

  /// The largest body that can be given back when trailers come: Envoy checks its limit then, and 32 KiB is the
  /// smallest in use.
  private static let limitWithTrailersBytes = 32_768

  init(_ buffer: HostBuffer, mayEndWithTrailers: Bool) {
    self.buffer = buffer
    self.mayEndWithTrailers = mayEndWithTrailers
  }

  deinit { Self.totalBytes -= bytes.count }

  /// Takes the `count` bytes in the host's buffer.
  /// - Returns: the place of the chunk; see `withChunk`.
  mutating func take(_ count: Int) throws(HostStatus) -> Range<Int> {
    let start = bytes.count
    if count > 0 {
      let chunk = try buffer.bytes(max: count)
      // Drained before it is kept: a chunk must never stand in both places.
      try buffer.drain(count)
      bytes.append(chunk.span)
      Self.totalBytes += chunk.count
    }
    return start..<bytes.count
  }

  func withChunk<Result>(_ range: Range<Int>, _ body: (Span<UInt8>) -> Result) -> Result {
    let bytes = bytes
    return body(bytes.span.extracting(range))
  }

  /// What the body callback answers while the body is incomplete.
  ///
  /// "Without buffering" suits every body that ends with its last chunk. Where trailers may come, the host keeps its
  /// (empty) buffer; beyond the limit it is told "watermark", as otherwise it would count the body when it is given
  /// back.
  mutating func hold() -> BodyAction {
    if !mayEndWithTrailers {
      lastAction = .pauseWithoutBuffering
    } else {
      lastAction = bytes.count <= Self.limitWithTrailersBytes ? .pauseAndBuffer : .pauseAndWatermark
    }
    return lastAction
  }

  /// Whether `giveBack` works in the trailers' callback.
  var canBeGivenBackBeforeTrailers: Bool { bytes.isEmpty || lastAction == .pauseAndBuffer }

  /// Puts everything into the host's buffer, before a chunk that could not be taken, and forgets it.
  mutating func giveBack() throws(HostStatus) {
    let all = bytes
    discard()
    try buffer.prepend(all.span)
  }

  mutating func discard() {
    Self.totalBytes -= bytes.count
    bytes = []
  }
}
