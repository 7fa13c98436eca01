/// A view of bytes that somebody else keeps alive: the transaction's arena, the program, or a caller's buffer.
///
/// Eight bytes on wasm32, trivially copied, never freed. The one rule: a slice must not outlive its keeper. Slices
/// of an `Arena` live until the arena is reset, which the transaction does when it ends; slices of constant data
/// live for ever.
public struct ByteSlice: @unchecked Sendable {
  /// The first byte; `nil` only for the empty slice.
  public let start: UnsafePointer<UInt8>?
  public let count: Int

  public init(start: UnsafePointer<UInt8>?, count: Int) {
    self.start = start
    self.count = start == nil ? 0 : count
  }

  /// A slice over constant text, such as a name in a table.
  public init(_ text: StaticString) {
    self.init(start: text.utf8Start, count: text.utf8CodeUnitCount)
  }

  public static let empty = ByteSlice(start: nil, count: 0)

  public var isEmpty: Bool { count == 0 }

  /// The bytes as a span. The compiler is told it lives for ever because the keeper, not this value, owns the bytes.
  public var span: Span<UInt8> {
    @_lifetime(immortal)
    get {
      let buffer = UnsafeBufferPointer(start: start, count: count)
      return unsafe _overrideLifetime(buffer.span, copying: ())
    }
  }

  /// The byte at `index`; traps when it lies outside, as an array does.
  public subscript(index: Int) -> UInt8 {
    precondition(index >= 0 && index < count, "byte index outside its slice")
    return start.unsafelyUnwrapped[index]
  }

  /// The part of the slice in `range`, cut to what the slice has.
  public func extracting(_ range: Range<Int>) -> ByteSlice {
    let low = min(max(range.lowerBound, 0), count)
    let high = min(max(range.upperBound, low), count)
    guard let start else { return .empty }
    return ByteSlice(start: start + low, count: high - low)
  }

  /// The slice without its first `count` bytes.
  public func dropFirst(_ count: Int) -> ByteSlice { extracting(count..<max(count, self.count)) }

  /// At most the first `count` bytes.
  public func prefix(_ count: Int) -> ByteSlice { extracting(0..<max(0, count)) }
}

extension ByteSlice: Equatable {
  public static func == (left: ByteSlice, right: ByteSlice) -> Bool {
    left.span.isEqual(to: right.span)
  }
}
