extension Span where Element == UInt8 {
  /// Whether both hold the same bytes.
  public func isEqual(to other: Span<UInt8>) -> Bool {
    guard count == other.count else { return false }
    for index in 0..<count where self[index] != other[index] { return false }
    return true
  }

  /// Whether it stands before `other` in the order of bytes; the beginning of a text stands before the text.
  public func precedes(_ other: Span<UInt8>) -> Bool {
    for index in 0..<min(count, other.count) where self[index] != other[index] { return self[index] < other[index] }
    return count < other.count
  }

  /// The same when ASCII letters are compared without case.
  public func precedesIgnoringCase(_ other: Span<UInt8>) -> Bool {
    for index in 0..<min(count, other.count) {
      let (left, right) = (self[index].lowercasedASCII, other[index].lowercasedASCII)
      if left != right { return left < right }
    }
    return count < other.count
  }

  /// Whether both hold the same bytes when ASCII letters are compared without case.
  public func isEqualIgnoringCase(to other: Span<UInt8>) -> Bool {
    guard count == other.count else { return false }
    for index in 0..<count where self[index].lowercasedASCII != other[index].lowercasedASCII { return false }
    return true
  }

  /// Whether the bytes are exactly those of `text`.
  public func isEqual(to text: StaticString) -> Bool { isEqual(to: ByteSlice(text).span) }

  /// Whether the bytes are those of `text`, ASCII letters compared without case.
  public func isEqualIgnoringCase(to text: StaticString) -> Bool { isEqualIgnoringCase(to: ByteSlice(text).span) }

  public func hasPrefix(_ prefix: Span<UInt8>) -> Bool {
    count >= prefix.count && extracting(0..<prefix.count).isEqual(to: prefix)
  }

  public func hasPrefix(_ prefix: StaticString) -> Bool { hasPrefix(ByteSlice(prefix).span) }

  /// Whether the bytes begin with `prefix`, ASCII letters compared without case.
  public func hasPrefixIgnoringCase(_ prefix: StaticString) -> Bool {
    let prefix = ByteSlice(prefix).span
    return count >= prefix.count && extracting(0..<prefix.count).isEqualIgnoringCase(to: prefix)
  }

  public func hasSuffix(_ suffix: Span<UInt8>) -> Bool {
    count >= suffix.count && extracting((count - suffix.count)..<count).isEqual(to: suffix)
  }

  /// The offset of the last `byte`, or `nil`.
  public func lastIndex(of byte: UInt8) -> Int? {
    var index = count
    while index > 0 {
      index -= 1
      if self[index] == byte { return index }
    }
    return nil
  }

  /// The range left after dropping, at both ends, the bytes of `set`.
  public func trimmedRange(of set: ByteSet) -> Range<Int> {
    var low = 0
    var high = count
    while low < high && set.contains(self[low]) { low += 1 }
    while high > low && set.contains(self[high - 1]) { high -= 1 }
    return low..<high
  }
}
