/// Bytes collected piece by piece in one block whose slice stays valid until the next `append`, `removeAll`, or the end.
public final class GrowingBuffer {
  private var start: UnsafeMutablePointer<UInt8>?
  private var capacity = 0
  public private(set) var count = 0

  public init() {}

  deinit { start?.deallocate() }

  /// Adds bytes at the end; when the block is full, one half as large again takes its place.
  public func append(_ bytes: Span<UInt8>) {
    if bytes.count == 0 { return }
    let needed = count + bytes.count
    if needed > capacity { grow(to: max(needed, capacity + capacity / 2, 256)) }
    guard let start else { return }
    bytes.withUnsafeBufferPointer { source in
      // In bounds: there is room for `needed` bytes, and the source is none of ours.
      (start + count).update(from: source.baseAddress.unsafelyUnwrapped, count: source.count)
    }
    count = needed
  }

  private func grow(to newCapacity: Int) {
    let block = UnsafeMutablePointer<UInt8>.allocate(capacity: newCapacity)
    if let start {
      block.update(from: start, count: count)
      start.deallocate()
    }
    start = block
    capacity = newCapacity
  }

  /// Everything collected.
  public var slice: ByteSlice { ByteSlice(start: UnsafePointer(start), count: count) }

  /// Gives the memory back.
  public func removeAll() {
    start?.deallocate()
    start = nil
    capacity = 0
    count = 0
  }
}
