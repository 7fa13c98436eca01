internal import Bytes

/// Classes of bytes that a screen's requirements do not tell apart; letters share theirs with their other case.
struct ScreenClasses {
  private(set) var map = [UInt8](repeating: 0, count: 256)
  private(set) var count = 1
  private var representatives: [UInt8] = [0]

  init(_ requirements: [MatchRequirement]) {
    var used = ByteSet()
    for requirement in requirements {
      for set in requirement.byteSets { split(by: set.caseFolded) }
      for literal in requirement.literals {
        for byte in literal { used.insert(byte.lowercasedASCII) }
      }
    }
    for byte in UInt8.min...UInt8.max where used.contains(byte) {
      var one = ByteSet(byte...byte)
      if byte.isASCIILowercase { one.insert(byte & 0xdf) }
      split(by: one)
    }
  }

  /// Parts each class into its bytes inside and outside of `set`.
  private mutating func split(by set: ByteSet) {
    var moved = [Int](repeating: -1, count: count)
    for byte in UInt8.min...UInt8.max {
      let old = Int(map[Int(byte)])
      if set.contains(byte) == set.contains(representatives[old]) { continue }
      if moved[old] < 0 {
        moved[old] = count
        count += 1
        representatives.append(byte)
      }
      map[Int(byte)] = UInt8(truncatingIfNeeded: moved[old])
    }
  }

  /// The classes of the bytes in `set`, as four words of bits.
  func words(of set: ByteSet) -> [UInt64] {
    var words: [UInt64] = [0, 0, 0, 0]
    set.caseFolded.forEach { byte in
      let edge = map[Int(byte)]
      words[Int(edge &>> 6)] |= 1 &<< UInt64(edge & 63)
    }
    return words
  }
}

/// Sets of requirements, each kept once.
struct MaskTable {
  private let wordCount: Int
  private(set) var words: [UInt64] = []
  /// Open addressing: index of a mask plus one.
  private var buckets = [UInt16](repeating: 0, count: 64)
  private var count = 0

  init(wordCount: Int) { self.wordCount = wordCount }

  /// The index of `mask`, at most 65 534 different ones.
  mutating func add(_ mask: [UInt64]) -> UInt16 {
    if count * 2 >= buckets.count { rehash() }
    var bucket = hash(mask[...]) & (buckets.count - 1)
    while buckets[bucket] != 0 {
      let index = Int(buckets[bucket]) - 1
      if words[index * wordCount..<(index + 1) * wordCount].elementsEqual(mask) {
        return UInt16(truncatingIfNeeded: index)
      }
      bucket = (bucket + 1) & (buckets.count - 1)
    }
    words.append(contentsOf: mask)
    count += 1
    buckets[bucket] = UInt16(truncatingIfNeeded: count)
    return UInt16(truncatingIfNeeded: count - 1)
  }

  private mutating func rehash() {
    buckets = [UInt16](repeating: 0, count: buckets.count * 2)
    for index in 0..<count {
      var bucket = hash(words[index * wordCount..<(index + 1) * wordCount]) & (buckets.count - 1)
      while buckets[bucket] != 0 { bucket = (bucket + 1) & (buckets.count - 1) }
      buckets[bucket] = UInt16(truncatingIfNeeded: index + 1)
    }
  }

  private func hash(_ mask: ArraySlice<UInt64>) -> Int {
    var hash: UInt64 = 0
    for word in mask { hash = (hash ^ word) &* 0x9e37_79b9_7f4a_7c15 }
    return Int(truncatingIfNeeded: hash >> 40)
  }
}

/// Strings, each once, with the set of requirements each belongs to.
struct StringTable {
  private(set) var phrases: [[UInt8]] = []
  private var masks: [UInt64] = []
  private let wordCount: Int
  private var buckets = [Int32](repeating: -1, count: 256)

  init(wordCount: Int) { self.wordCount = wordCount }

  func mask(of phrase: Int) -> [UInt64] { Array(masks[phrase * wordCount..<(phrase + 1) * wordCount]) }

  mutating func add(_ literal: ArraySlice<UInt8>, _ requirement: Int) {
    if phrases.count * 2 >= buckets.count { rehash() }
    let folded = literal.map { $0.lowercasedASCII }
    var bucket = hash(folded) & (buckets.count - 1)
    while buckets[bucket] >= 0 && phrases[Int(buckets[bucket])] != folded {
      bucket = (bucket + 1) & (buckets.count - 1)
    }
    if buckets[bucket] < 0 {
      buckets[bucket] = Int32(truncatingIfNeeded: phrases.count)
      phrases.append(folded)
      masks.append(contentsOf: repeatElement(0, count: wordCount))
    }
    masks[Int(buckets[bucket]) * wordCount + requirement / 64] |= 1 &<< UInt64(requirement & 63)
  }

  private mutating func rehash() {
    buckets = [Int32](repeating: -1, count: buckets.count * 2)
    for (index, phrase) in phrases.enumerated() {
      var bucket = hash(phrase) & (buckets.count - 1)
      while buckets[bucket] >= 0 { bucket = (bucket + 1) & (buckets.count - 1) }
      buckets[bucket] = Int32(truncatingIfNeeded: index)
    }
  }

  private func hash(_ literal: [UInt8]) -> Int {
    var hash: UInt32 = 2_166_136_261
    for byte in literal { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
    return Int(hash &>> 4)
  }
}
