import Bytes

/// Text as the engine should read it (quotes and escapes resolved) with the place it came from.
///
/// `range` leaves out the quotes, slashes or backticks around the text, so that what stands there can be replaced; of
/// an operator's name it includes the `@`. Inside, escapes (`\"`), continuations and comments make the source longer
/// than `bytes`: `sourceRange(of:)` finds the place of a part.
public struct Word: Sendable {
  public let bytes: [UInt8]
  public let range: SourceRange
  let map: SourceMap

  public init(_ bytes: [UInt8], _ range: SourceRange) {
    self.init(bytes, range, SourceMap(start: range.start))
  }

  init(_ bytes: [UInt8], _ range: SourceRange, _ map: SourceMap) {
    self.bytes = bytes
    self.range = range
    self.map = map
  }

  /// Where a part of `bytes` stands in the source.
  ///
  /// - Parameter part: offsets into `bytes`, cut to what there is; at the end of the word an empty range is its end.
  public func sourceRange(of part: Range<Int>) -> SourceRange {
    let low = min(max(part.lowerBound, 0), bytes.count)
    let high = min(max(part.upperBound, low), bytes.count)
    let start = low == bytes.count ? range.end : min(map.sourceOffset(of: low), range.end)
    let end = high == low ? start : min(map.sourceOffset(of: high - 1) + 1, range.end)
    return SourceRange(source: range.source, start: start, end: max(start, end))
  }

  /// A part of the word as a word, in its place.
  ///
  /// - Parameter part: offsets into `bytes`, cut to what there is.
  public func part(_ part: Range<Int>) -> Word {
    let low = min(max(part.lowerBound, 0), bytes.count)
    let high = min(max(part.upperBound, low), bytes.count)
    return Word(Array(bytes[low..<high]), sourceRange(of: low..<high), map.part(low..<high))
  }
}

/// Where resolved bytes stand in their source.
struct SourceMap: Sendable {
  /// From `offset` on, bytes stand at `source` and after it.
  struct Jump: Sendable {
    var offset: Int32
    var source: Int32
  }
  /// The place of the first byte.
  var start: Int32
  /// In order; empty when the bytes stand together in the source.
  var jumps: [Jump] = []

  func sourceOffset(of offset: Int) -> Int32 {
    let index = firstJump(after: offset)
    let offset = Int32(truncatingIfNeeded: offset)
    if index == 0 { return start &+ offset }
    let jump = jumps[index - 1]
    return jump.source &+ (offset &- jump.offset)
  }

  func part(_ range: Range<Int>) -> SourceMap {
    var part = SourceMap(start: sourceOffset(of: range.lowerBound))
    let low = Int32(truncatingIfNeeded: range.lowerBound)
    var index = firstJump(after: range.lowerBound)
    while index < jumps.count && Int(jumps[index].offset) < range.upperBound {
      part.jumps.append(Jump(offset: jumps[index].offset &- low, source: jumps[index].source))
      index += 1
    }
    return part
  }

  /// The index of the first jump beyond `offset`.
  private func firstJump(after offset: Int) -> Int {
    var low = 0
    var high = jumps.count
    while low < high {
      let middle = low + (high - low) / 2
      if Int(jumps[middle].offset) <= offset { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// Collects the bytes of a word with their places.
struct WordBuilder {
  private(set) var bytes: [UInt8] = []
  private var map = SourceMap(start: 0)
  /// Where the next byte would stand if nothing were left out.
  private var next: Int32 = 0

  /// Appends bytes that stand together in the source, the first of them at `source`.
  mutating func append(_ part: ArraySlice<UInt8>, at source: Int32) {
    if part.isEmpty { return }
    if bytes.isEmpty {
      map.start = source
    } else if source != next {
      map.jumps.append(SourceMap.Jump(offset: Int32(truncatingIfNeeded: bytes.count), source: source))
    }
    bytes.append(contentsOf: part)
    next = source &+ Int32(truncatingIfNeeded: part.count)
  }

  /// Appends a part of a word.
  mutating func append(_ range: Range<Int>, of word: Word) {
    var low = range.lowerBound
    let part = word.map.part(range)
    for index in 0...part.jumps.count {
      let source = index == 0 ? part.start : part.jumps[index - 1].source
      let high = index < part.jumps.count ? range.lowerBound + Int(part.jumps[index].offset) : range.upperBound
      append(word.bytes[low..<high], at: source)
      low = high
    }
  }

  func word(_ range: SourceRange) -> Word {
    Word(bytes, range, bytes.isEmpty ? SourceMap(start: range.start) : map)
  }
}

extension Word {
  /// A part of the word in which a backslash before `quote` is dropped.
  func unescaped(_ range: Range<Int>, quote: UInt8) -> Word {
    var builder = WordBuilder()
    var low = range.lowerBound
    var index = low
    while index + 1 < range.upperBound {
      if bytes[index] == UInt8(ascii: "\\") {
        if bytes[index + 1] == quote {
          builder.append(low..<index, of: self)
          low = index + 1
        }
        index += 1
      }
      index += 1
    }
    if low == range.lowerBound { return part(range) }
    builder.append(low..<range.upperBound, of: self)
    return builder.word(sourceRange(of: range))
  }
}
