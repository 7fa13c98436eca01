import Bytes
import ProxyWasm

/// The body of one direction: read chunk by chunk, kept from going on until it was inspected, then let go whole.
///
/// Where trailers may follow, its beginning stays in the host's buffer: in the trailers' callback there is no buffer to
/// put anything into, only what lies there goes on. All else is taken from the host, so that its limit (Envoy Gateway's
/// is 32 KiB; beyond it Envoy answers 413) does not apply, and given back in front of the last chunk. What was taken is
/// not kept here: the transaction has it, to inspect it.
struct HeldBody: ~Copyable {
  /// What the callback is told while the body is incomplete. Under "buffer" the host would count what is given back;
  /// "watermark" counts only what lies in its buffer, and stops reading at its limit.
  static let action = BodyAction.pauseAndWatermark

  private let buffer: HostBuffer
  /// Where the body ends, if that is not to be told by the end of the stream.
  private let announcedCount: Int?
  /// How many of the next bytes may stay in the host's buffer.
  private var roomWithHost: Int
  /// Where in the body what was taken begins, and how much it is.
  private var takenStart = 0
  private var takenCount = 0
  private(set) var count = 0
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

  /// Reads the `count` bytes in the host's buffer, and leaves them there.
  mutating func read<Result>(_ count: Int, _ inspect: (Span<UInt8>) -> Result) throws(HostStatus) -> Result {
    let chunk = try buffer.bytes(max: count)
    self.count += chunk.count
    Self.totalBytes += chunk.count
    return inspect(chunk.span)
  }

  /// Keeps the chunk just read, `count` bytes, from going on with this callback. It must be in the transaction.
  mutating func hold(_ count: Int) throws(HostStatus) {
    if count <= roomWithHost {
      roomWithHost -= count
      isPartlyWithHost = isPartlyWithHost || count > 0
    } else {
      // What follows a byte that was taken must not overtake it.
      roomWithHost = 0
      try buffer.drain(count)
      takenCount += count
      takenStart = self.count - takenCount
    }
  }

  /// Whether no more of the body can come.
  var isComplete: Bool { announcedCount.map { count >= $0 } ?? false }

  /// Whether all of it goes on from the trailers' callback.
  var canGoOnBeforeTrailers: Bool { takenCount == 0 }

  /// Puts what was taken into the host's buffer, in front of the chunk of this callback.
  /// - Parameter body: what the transaction has of the body, from its beginning.
  mutating func giveBack(_ body: ByteSlice) throws(HostStatus) {
    let taken = body.extracting(takenStart..<(takenStart + takenCount))
    discard()
    try buffer.prepend(taken.span)
  }

  mutating func discard() {
    Self.totalBytes -= count
    count = 0
    takenCount = 0
  }
}
