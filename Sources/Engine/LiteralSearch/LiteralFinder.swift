internal import Bytes

/// One byte string, searched for.
///
/// Looks for the string's rarest byte and compares around it; when that turns out to cost too much for an input, goes on
/// with Knuth, Morris and Pratt's automaton. So the time is linear in the input, whatever the input.
public struct LiteralFinder: Sendable {
  private let needle: [UInt8]
  private let ignoresCase: Bool
  /// Where in the needle its rarest byte stands, and its two spellings.
  private let rareOffset: Int
  private let rare: (UInt8, UInt8)
  /// For each length of a matched prefix the length of its longest proper border.
  private let borders: [Int32]

  /// - Parameters:
  ///   - needle: found everywhere if empty.
  ///   - ignoresCase: whether ASCII letters match in either case.
  public init(_ needle: [UInt8], ignoresCase: Bool = false) {
    let needle = ignoresCase ? needle.map { $0.lowercasedASCII } : needle
    self.needle = needle
    self.ignoresCase = ignoresCase
    var best = 0
    for index in needle.indices
    where ByteFrequency.weight(needle[index]) < ByteFrequency.weight(needle[best]) { best = index }
    rareOffset = best
    let byte = needle.isEmpty ? 0 : needle[best]
    rare = (byte, ignoresCase ? byte.uppercasedASCII : byte)
    borders = Self.borders(of: needle)
  }

  private static func borders(of needle: [UInt8]) -> [Int32] {
    var borders = [Int32](repeating: 0, count: needle.count + 1)
    var length = 0
    for index in 1..<max(needle.count, 1) {
      while length > 0 && needle[index] != needle[length] { length = Int(borders[length]) }
      if needle[index] == needle[length] { length += 1 }
      borders[index + 1] = Int32(truncatingIfNeeded: length)
    }
    return borders
  }

  /// Where the string first stands at or after `start`, or `nil`.
  public func firstIndex(in input: Span<UInt8>, from start: Int = 0) -> Int? {
    let start = max(start, 0)
    let count = needle.count
    guard input.count - start >= count else { return nil }
    if count == 0 { return start }
    let last = input.count - count
    var position = start
    // Comparisons may take four steps for each byte passed and a few more; beyond that the automaton takes over.
    var budget = 64
    while position <= last {
      let found = nextRare(input, position + rareOffset, last + rareOffset)
      guard let found else { return nil }
      budget += 4 * (found - rareOffset - position) + 4
      position = found - rareOffset
      var matched = 0
      while matched < count && folded(input[position + matched]) == needle[matched] { matched += 1 }
      if matched == count { return position }
      budget -= matched
      position += 1
      if budget < 0 { return firstIndexByBorders(in: input, from: position) }
    }
    return nil
  }

  private func folded(_ byte: UInt8) -> UInt8 { ignoresCase ? byte.lowercasedASCII : byte }

  private func nextRare(_ input: Span<UInt8>, _ low: Int, _ high: Int) -> Int? {
    let (one, other) = rare
    // No bounds checks: `high` is below the input's count.
    return input.withUnsafeBufferPointer { input in
      var index = low
      while index <= high {
        let byte = input[index]
        if byte == one || byte == other { return index }
        index &+= 1
      }
      return nil
    }
  }

  private func firstIndexByBorders(in input: Span<UInt8>, from start: Int) -> Int? {
    var matched = 0
    var position = start
    while position < input.count {
      let byte = folded(input[position])
      while matched > 0 && byte != needle[matched] { matched = Int(borders[matched]) }
      if byte == needle[matched] { matched += 1 }
      position += 1
      if matched == needle.count { return position - matched }
    }
    return nil
  }
}
