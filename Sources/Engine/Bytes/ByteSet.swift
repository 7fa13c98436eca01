/// A set of byte values: 256 bits.
public struct ByteSet: Equatable, Sendable {
  private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

  public init() {}

  /// The bytes of `text`.
  public init(_ text: StaticString) {
    for byte in UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount) { insert(byte) }
  }

  public init(_ range: ClosedRange<UInt8>) { insert(range) }

  public static let all = ByteSet(0...255)
  /// C's `isspace`.
  public static let space = ByteSet(" \t\n\u{0b}\u{0c}\r")

  public func contains(_ byte: UInt8) -> Bool {
    let bit = UInt64(1) &<< UInt64(byte & 63)
    switch byte &>> 6 {
    case 0: return words.0 & bit != 0
    case 1: return words.1 & bit != 0
    case 2: return words.2 & bit != 0
    default: return words.3 & bit != 0
    }
  }

  public mutating func insert(_ byte: UInt8) {
    let bit = UInt64(1) &<< UInt64(byte & 63)
    switch byte &>> 6 {
    case 0: words.0 |= bit
    case 1: words.1 |= bit
    case 2: words.2 |= bit
    default: words.3 |= bit
    }
  }

  public mutating func insert(_ range: ClosedRange<UInt8>) {
    for byte in range { insert(byte) }
  }

  public mutating func remove(_ byte: UInt8) {
    var one = ByteSet()
    one.insert(byte)
    self = intersection(one.complement)
  }

  public mutating func formUnion(_ other: ByteSet) {
    words.0 |= other.words.0
    words.1 |= other.words.1
    words.2 |= other.words.2
    words.3 |= other.words.3
  }

  public func union(_ other: ByteSet) -> ByteSet {
    var result = self
    result.formUnion(other)
    return result
  }

  public func intersection(_ other: ByteSet) -> ByteSet {
    var result = self
    result.words.0 &= other.words.0
    result.words.1 &= other.words.1
    result.words.2 &= other.words.2
    result.words.3 &= other.words.3
    return result
  }

  public var complement: ByteSet {
    var result = ByteSet()
    result.words = (~words.0, ~words.1, ~words.2, ~words.3)
    return result
  }

  public func isDisjoint(with other: ByteSet) -> Bool { intersection(other).isEmpty }
  public func isSubset(of other: ByteSet) -> Bool { intersection(other) == self }

  public var isEmpty: Bool { words.0 | words.1 | words.2 | words.3 == 0 }

  public var count: Int {
    words.0.nonzeroBitCount + words.1.nonzeroBitCount + words.2.nonzeroBitCount + words.3.nonzeroBitCount
  }

  /// The set with, for each ASCII letter in it, the letter in the other case.
  public var caseFolded: ByteSet {
    var result = self
    for byte in UInt8(ascii: "a")...UInt8(ascii: "z") {
      if contains(byte) || contains(byte & 0xdf) {
        result.insert(byte)
        result.insert(byte & 0xdf)
      }
    }
    return result
  }

  /// Calls `body` with each byte of the set, in rising order.
  public func forEach(_ body: (UInt8) -> Void) {
    for index in 0..<4 {
      var word = index < 2 ? (index == 0 ? words.0 : words.1) : (index == 2 ? words.2 : words.3)
      while word != 0 {
        body(UInt8(truncatingIfNeeded: index &* 64 &+ word.trailingZeroBitCount))
        word &= word &- 1
      }
    }
  }

  public static func == (left: ByteSet, right: ByteSet) -> Bool {
    left.words.0 == right.words.0 && left.words.1 == right.words.1 && left.words.2 == right.words.2
      && left.words.3 == right.words.3
  }
}
