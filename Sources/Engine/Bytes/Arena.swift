/// Memory for one transaction: bytes are appended, never moved, and all forgotten at once by `reset`.
///
/// Chunks are kept for the next transaction up to `keptBytes`, so a virtual machine that has seen one large body does
/// not stay large for ever.
public final class Arena {
  private var chunks: [UnsafeMutableBufferPointer<UInt8>] = []
  private var current = 0
  private var used = 0
  private let chunkBytes: Int
  private let keptBytes: Int

  /// Bytes handed out since the last `reset`.
  public private(set) var allocatedBytes = 0

  public init(chunkBytes: Int = 16_384, keptBytes: Int = 262_144) {
    self.chunkBytes = max(64, chunkBytes)
    self.keptBytes = keptBytes
  }

  deinit {
    for chunk in chunks { chunk.deallocate() }
  }

  /// Room for `count` bytes, uninitialised; valid until `reset`.
  public func allocate(_ count: Int) -> UnsafeMutableBufferPointer<UInt8> {
    if count <= 0 { return UnsafeMutableBufferPointer(start: nil, count: 0) }
    allocatedBytes += count
    while current < chunks.count {
      let chunk = chunks[current]
      if chunk.count - used >= count {
        let start = chunk.baseAddress.unsafelyUnwrapped + used
        used += count
        return UnsafeMutableBufferPointer(start: start, count: count)
      }
      current += 1
      used = 0
    }
    let chunk = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(chunkBytes, count))
    chunks.append(chunk)
    current = chunks.count - 1
    used = count
    return UnsafeMutableBufferPointer(start: chunk.baseAddress, count: count)
  }

  /// Copies `bytes` in; the slice is valid until `reset`.
  public func copy(_ bytes: Span<UInt8>) -> ByteSlice {
    let room = allocate(bytes.count)
    for index in 0..<bytes.count { room[index] = bytes[index] }
    return ByteSlice(start: UnsafePointer(room.baseAddress), count: room.count)
  }

  /// Copies `bytes` in; the slice is valid until `reset`.
  public func copy(_ bytes: [UInt8]) -> ByteSlice { copy(bytes.span) }

  /// Forgets everything: each slice handed out before is invalid from now on.
  public func reset() {
    var kept = 0
    var index = 0
    while index < chunks.count {
      if kept + chunks[index].count <= keptBytes {
        kept += chunks[index].count
        index += 1
      } else {
        chunks[index].deallocate()
        chunks.remove(at: index)
      }
    }
    current = 0
    used = 0
    allocatedBytes = 0
  }
}
