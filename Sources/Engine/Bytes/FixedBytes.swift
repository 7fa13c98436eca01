/// Bytes that never move and live as long as this object: constant text of a program, handed out as slices.
public final class FixedBytes: @unchecked Sendable {
  public let slice: ByteSlice

  public init(_ bytes: [UInt8]) {
    guard !bytes.isEmpty else {
      slice = .empty
      return
    }
    let block = UnsafeMutablePointer<UInt8>.allocate(capacity: bytes.count)
    for index in bytes.indices { block[index] = bytes[index] }
    slice = ByteSlice(start: UnsafePointer(block), count: bytes.count)
  }

  deinit { slice.start?.deallocate() }
}
