import Bytes

/// A body on its way to inspection: what was kept of it, and whether all of it was.
struct BodyBuffer {
  let bytes = GrowingBuffer()
  /// Whether the limit was reached; later chunks are not looked at.
  var isFull = false

  /// Keeps what fits under `limit`; `false` when `chunk` did not fit whole.
  mutating func append(_ chunk: Span<UInt8>, limit: Int) -> Bool {
    let room = max(0, limit - bytes.count)
    if chunk.count <= room {
      bytes.append(chunk)
      return true
    }
    bytes.append(chunk.extracting(0..<room))
    isFull = true
    return false
  }
}
