internal import Bytes
internal import LiteralSearch

/// A set of strings in two flat arrays, lower-cased; duplicates are allowed.
struct LiteralSet {
  private(set) var bytes: [UInt8] = []
  /// Where each string ends in `bytes`.
  private(set) var ends: [Int32] = []

  /// The set of the empty string alone.
  static let emptyString = LiteralSet(bytes: [], ends: [0])

  var count: Int { ends.count }
  var byteCount: Int { bytes.count }

  func range(_ index: Int) -> Range<Int> {
    (index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index])
  }

  var hasEmptyString: Bool {
    var last: Int32 = 0
    for end in ends {
      if end == last { return true }
      last = end
    }
    return false
  }

  /// Whether it holds the empty string and no other.
  var isEmptyString: Bool { bytes.isEmpty }

  mutating func add(_ string: ArraySlice<UInt8>) {
    bytes.append(contentsOf: string)
    ends.append(Int32(truncatingIfNeeded: bytes.count))
  }

  mutating func formUnion(_ other: LiteralSet) {
    let base = Int32(truncatingIfNeeded: bytes.count)
    bytes.append(contentsOf: other.bytes)
    for end in other.ends { ends.append(base &+ end) }
  }

  /// Puts `byte` behind each string.
  mutating func append(_ byte: UInt8) {
    if ends.count == 1 {
      bytes.append(byte)
      ends[0] += 1
    } else {
      self = crossed(with: LiteralSet(bytes: [byte], ends: [1]))
    }
  }

  /// Each string of this set followed by each of `other`.
  func crossed(with other: LiteralSet) -> LiteralSet {
    if isEmptyString && count == 1 { return other }
    if other.isEmptyString && other.count == 1 { return self }
    var result = LiteralSet()
    result.bytes.reserveCapacity(bytes.count * other.count + other.bytes.count * count)
    result.ends.reserveCapacity(count * other.count)
    for left in 0..<count {
      let head = bytes[range(left)]
      for right in 0..<other.count {
        result.bytes.append(contentsOf: head)
        result.add(other.bytes[other.range(right)])
      }
    }
    return result
  }

  /// How often one of the strings is expected per byte of ordinary text; infinite if one is empty.
  ///
  /// No string counts for less than a floor, so that a long list of long strings does not beat a short one.
  var cost: Float {
    var total: Float = 0
    for index in 0..<count {
      let range = range(index)
      if range.isEmpty { return .infinity }
      total += max(Self.probability(bytes[range]), 1e-6)
    }
    return total
  }

  private static func probability(_ string: ArraySlice<UInt8>) -> Float {
    var product: Float = 1
    for byte in string { product *= Float(ByteFrequency.weight(byte)) * (1 / Float(ByteFrequency.total)) }
    return product
  }

  /// The strings cut to their first (or last) `length` bytes, each once.
  func cut(to length: Int, keepingEnd: Bool) -> LiteralSet {
    distinct { range in
      keepingEnd
        ? max(range.lowerBound, range.upperBound - length)..<range.upperBound
        : range.lowerBound..<min(range.upperBound, range.lowerBound + length)
    }
  }

  /// The strings cut to the part of at most `length` bytes that is rarest in ordinary text, each once.
  func cutToRarest(_ length: Int) -> LiteralSet {
    distinct { range in
      guard range.count > length else { return range }
      var best = range.lowerBound
      var bestProbability = Float.infinity
      for start in range.lowerBound...range.upperBound - length {
        let probability = Self.probability(bytes[start..<start + length])
        if probability < bestProbability {
          best = start
          bestProbability = probability
        }
      }
      return best..<best + length
    }
  }

  /// One part of each string, as `part` chooses it, without duplicates.
  private func distinct(_ part: (Range<Int>) -> Range<Int>) -> LiteralSet {
    var result = LiteralSet()
    var bucketCount = 16
    while bucketCount < count * 2 { bucketCount *= 2 }
    var buckets = [Int32](repeating: -1, count: bucketCount)
    for index in 0..<count {
      let string = bytes[part(range(index))]
      var hash: UInt32 = 2_166_136_261
      for byte in string { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
      var bucket = Int(hash &>> 7) & (bucketCount - 1)
      while buckets[bucket] >= 0 && !result.bytes[result.range(Int(buckets[bucket]))].elementsEqual(string) {
        bucket = (bucket + 1) & (bucketCount - 1)
      }
      if buckets[bucket] < 0 {
        buckets[bucket] = Int32(truncatingIfNeeded: result.count)
        result.add(string)
      }
    }
    return result
  }

  /// The strings as arrays of their own.
  var strings: [[UInt8]] { (0..<count).map { Array(bytes[range($0)]) } }
}
