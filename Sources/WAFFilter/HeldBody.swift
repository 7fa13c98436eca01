import Bytes
import ProxyWasm

/// The body of one direction: read chunk by chunk, kept from going on until it was inspected, then let go whole.
///
/// Where trailers may follow, its beginning stays in the host's buffer: in the trailers' callback there is no buffer to
/// put anything into, only what lies there goes on. All else is taken into the module's memory, so that the host's limit
/// (Envoy Gateway's is 32 KiB; beyond it Envoy answers 413) does not apply, and given back in front of the last chunk.
struct HeldBody: ~Copyable {
  /// What the callback is told while the body is incomplete. Under "buffer" the host would count what is given back;
  /// "watermark" counts only what lies in its buffer, and stops reading at its limit.
  static let action = BodyAction.pauseAndWatermark

  private let buffer: HostBuffer
  /// Where the body ends, if that is not to be told by the end of the stream.
  private let announcedCount: Int?
  /// How many of the next bytes may stay in the host's buffer.
  private var roomWithHost: Int
  private var taken: [UInt8] = []
  private var count = 0
  /// Whether the host keeps its beginning: nothing but the stream's end takes that back.
  private(set) var isPartlyWithHost = false

  /// What all streams of this virtual machine hold; it has one thread.
  nonisolated(unsafe) private(set) static var totalBytes = 0

  /// - Parameter roomWithHost: less than the host's limit, or the host stops reading for good.
  init(_ buffer: HostBuffer, announcedCount: Int?, roomWithHost: Int) {
    self.buffer = buffer
    self.announcedCount = announcedCount
    self.roomWithHost = roomWithHost
  }

  deinit { Self.totalBytes -= count }

  /// Reads the `count` bytes in the host's buffer; the last of them stay there, since this callback decides.
  mutating func read<Result>(
    _ count: Int, isLast: Bool, _ inspect: (Span<UInt8>) -> Result
  ) throws(HostStatus) -> Result {
    let chunk = try buffer.bytes(max: count)
    self.count += chunk.count
    Self.totalBytes += chunk.count
    if !isLast && !isComplete { try hold(chunk, count) }
    return inspect(chunk.span)
  }

  /// Keeps a chunk from going on with this callback.
  private mutating func hold(_ chunk: borrowing HostBytes, _ count: Int) throws(HostStatus) {
    if chunk.count <= roomWithHost {
      roomWithHost -= chunk.count
      isPartlyWithHost = isPartlyWithHost || chunk.count > 0
    } else {
      // What follows a byte that was taken must not overtake it.
      roomWithHost = 0
      // Drained before it is kept: a chunk must never stand in both places.
      try buffer.drain(count)
      taken.append(chunk.span)
    }
  }

  /// Whether no more of the body can come.
  var isComplete: Bool { announcedCount == count }

  /// Whether all of it goes on from the trailers' callback.
  var canGoOnBeforeTrailers: Bool { taken.isEmpty }

  /// Puts what was taken into the host's buffer, in front of the chunk of this callback, and forgets it.
  mutating func giveBack() throws(HostStatus) {
    let taken = taken
    discard()
    try buffer.prepend(taken.span)
  }

  mutating func discard() {
    Self.totalBytes -= count
    count = 0
    taken = []
  }
}
