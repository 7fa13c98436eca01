internal import Bytes

/// Many requirements, tested against one value in one pass.
///
/// The pass does two things with each byte: it notes the byte's class, and looks up the three bytes it ends
/// (`PairFilter`). Required strings of one byte, and sets of bytes, are then looked up among the classes seen.
///
/// One thread at a time: the pass writes to scratch space of the screen.
public final class Screen: @unchecked Sendable {
  /// Bits per requirement, in the order given to `init`; 64 to a word.
  public let wordCount: Int

  private let classMap: [UInt8]
  private let classCount: Int
  private let filter: PairFilter
  /// Sets of requirements, `wordCount` words each.
  private let masks: [UInt64]
  /// The classes of bytes that fulfil requirements by themselves, and which set of requirements.
  private let triggers: [(edge: UInt8, mask: UInt16)]
  /// Requirements without strings.
  private let unconditional: [UInt64]
  /// For each length below `lengthLimit`, and for all from there on, the requirements with a minimum no larger.
  private let lengthMasks: [UInt64]
  /// Requirements with a minimum above `lengthLimit`.
  private let longMinimums: [(requirement: Int, length: Int)]
  /// Sets of classes, four words each; `conditionEnds` says where those of each requirement end.
  private let conditions: [UInt64]
  private let conditionEnds: [UInt32]
  /// For each class whether it was seen: 256 bytes, as 32 words; then the same as four words of bits; then the
  /// requirements with a string found.
  private let scratch: UnsafeMutablePointer<UInt64>

  private enum Place { static let bits = 32, found = 36 }
  private static let lengthLimit = 32

  public init(_ requirements: [MatchRequirement]) {
    let wordCount = (requirements.count + 63) / 64
    self.wordCount = wordCount
    scratch = .allocate(capacity: Place.found + wordCount)
    scratch.initialize(repeating: 0, count: Place.found + wordCount)
    let classes = ScreenClasses(requirements)
    classMap = classes.map
    classCount = classes.count

    // Strings, each once, with the requirements it belongs to.
    var strings = StringTable(wordCount: wordCount)
    var singles = [Int32](repeating: -1, count: 256)
    var table = MaskTable(wordCount: wordCount)
    var singleMasks: [(byte: UInt8, words: [UInt64])] = []
    var unconditional = [UInt64](repeating: 0, count: wordCount)
    for (index, requirement) in requirements.enumerated() {
      let bit: UInt64 = 1 &<< UInt64(index & 63)
      if requirement.literals.isEmpty || requirement.literals.contains(where: { $0.isEmpty }) {
        unconditional[index / 64] |= bit
        continue
      }
      for literal in requirement.literals {
        guard literal.count == 1 else {
          // What holds a string holds its beginning.
          strings.add(literal.prefix(255), index)
          continue
        }
        let byte = literal[0].lowercasedASCII
        if singles[Int(byte)] < 0 {
          singles[Int(byte)] = Int32(truncatingIfNeeded: singleMasks.count)
          singleMasks.append((byte, [UInt64](repeating: 0, count: wordCount)))
        }
        singleMasks[Int(singles[Int(byte)])].words[index / 64] |= bit
      }
    }
    self.unconditional = unconditional
    triggers = singleMasks.map { (classes.map[Int($0.byte)], table.add($0.words)) }

    let stringMasks = strings.phrases.indices.map { table.add(strings.mask(of: $0)) }
    filter = PairFilter(strings.phrases, stringMasks, classes.map, classes.count)
    masks = table.words

    var lengthMasks = [UInt64](repeating: 0, count: (Self.lengthLimit + 1) * wordCount)
    var longMinimums: [(requirement: Int, length: Int)] = []
    var conditions: [UInt64] = []
    var conditionEnds: [UInt32] = []
    for (index, requirement) in requirements.enumerated() {
      for length in min(requirement.minimumLength, Self.lengthLimit)...Self.lengthLimit {
        lengthMasks[length * wordCount + index / 64] |= 1 &<< UInt64(index & 63)
      }
      if requirement.minimumLength > Self.lengthLimit { longMinimums.append((index, requirement.minimumLength)) }
      for set in requirement.byteSets { conditions.append(contentsOf: classes.words(of: set)) }
      conditionEnds.append(UInt32(truncatingIfNeeded: conditions.count))
    }
    self.lengthMasks = lengthMasks
    self.longMinimums = longMinimums
    self.conditions = conditions
    self.conditionEnds = conditionEnds
  }

  deinit { scratch.deallocate() }

  /// Bytes the tables take.
  public var tableBytes: Int {
    filter.byteCount + (masks.count + lengthMasks.count + conditions.count + unconditional.count) * 8
      + conditionEnds.count * 4 + 256 + (Place.found + wordCount) * 8
  }

  /// Sets in `candidates` the bit of each requirement that `value` fulfils; clears the others.
  ///
  /// - Parameter candidates: at least `wordCount` words; only the first `wordCount` are written.
  public func test(_ value: Span<UInt8>, _ candidates: inout [UInt64]) {
    let classWords = (classCount + 7) / 8
    for word in 0..<classWords { scratch[word] = 0 }
    let bits = scratch + Place.bits
    bits[0] = 0
    bits[1] = 0
    bits[2] = 0
    bits[3] = 0
    let found = scratch + Place.found
    for word in 0..<wordCount { found[word] = unconditional[word] }
    scan(value)
    // Eight bytes that are 0 or 1 become eight bits.
    for word in 0..<classWords where scratch[word] != 0 {
      let packed = (UInt64(littleEndian: scratch[word]) &* 0x0102_0408_1020_4080) &>> 56
      bits[word &>> 3] |= packed &<< UInt64((word & 7) &* 8)
    }
    for trigger in triggers where bits[Int(trigger.edge &>> 6)] & (1 &<< UInt64(trigger.edge & 63)) != 0 {
      for word in 0..<wordCount { found[word] |= masks[Int(trigger.mask) &* wordCount &+ word] }
    }
    let length = min(value.count, Self.lengthLimit) * wordCount
    for word in 0..<wordCount { found[word] &= lengthMasks[length + word] }
    for (requirement, length) in longMinimums where value.count < length {
      found[requirement / 64] &= ~(1 &<< UInt64(requirement & 63))
    }
    for word in 0..<wordCount {
      var left = found[word]
      var remaining = left
      while remaining != 0 {
        let bit = remaining.trailingZeroBitCount
        remaining &= remaining &- 1
        if !meetsConditions(word &* 64 &+ bit) { left &= ~(1 &<< UInt64(bit)) }
      }
      candidates[word] = left
    }
  }

  private func meetsConditions(_ requirement: Int) -> Bool {
    let bits = scratch + Place.bits
    var condition = requirement == 0 ? 0 : Int(conditionEnds[requirement - 1])
    let end = Int(conditionEnds[requirement])
    while condition < end {
      let hit =
        conditions[condition] & bits[0] | conditions[condition + 1] & bits[1]
        | conditions[condition + 2] & bits[2] | conditions[condition + 3] & bits[3]
      if hit == 0 { return false }
      condition += 4
    }
    return true
  }

  /// The pass over the value: fills `scratch`.
  ///
  /// No bounds checks, for the sake of `matching-bench`: classes are below `classCount`, which is at most 256, so that the
  /// bytes seen fit their 32 words and pairs of classes have their places; entries lie where `PairFilter` put them.
  private func scan(_ value: Span<UInt8>) {
    let seen = UnsafeMutableRawPointer(scratch)
    let classCount = self.classCount
    classMap.withUnsafeBufferPointer { classMap in
      filter.buckets.withUnsafeBufferPointer { buckets in
        filter.thirds.withUnsafeBufferPointer { thirds in
          value.withUnsafeBufferPointer { value in
            let count = value.count
            if count == 0 { return }
            var previous = Int(classMap[Int(value[0])])
            seen.storeBytes(of: 1, toByteOffset: previous, as: UInt8.self)
            var bucket = 0
            var index = 1
            while index < count {
              let edge = Int(classMap[Int(value[index])])
              seen.storeBytes(of: 1, toByteOffset: edge, as: UInt8.self)
              // The pair before this byte, with this byte as the third. No branch but the rare one.
              if thirds[bucket] &>> UInt64(edge & 63) & 1 != 0 { compare(value, classMap, index &- 2, bucket) }
              bucket = Int(buckets[previous &* classCount &+ edge])
              previous = edge
              index &+= 1
            }
            if bucket != 0 { compare(value, classMap, count &- 2, bucket) }
          }
        }
      }
    }
  }

  /// Compares the entries of `bucket`, whose pair stands at `position`.
  private func compare(
    _ value: UnsafeBufferPointer<UInt8>, _ classMap: UnsafeBufferPointer<UInt8>, _ position: Int, _ bucket: Int
  ) {
    let found = scratch + Place.found
    filter.entries.withUnsafeBufferPointer { entries in
      filter.text.withUnsafeBufferPointer { text in
        masks.withUnsafeBufferPointer { masks in
          for number in Int(filter.starts[bucket])..<Int(filter.starts[bucket + 1]) {
            let entry = entries[number]
            let mask = Int(entry.mask) &* wordCount
            var isNew = false
            for word in 0..<wordCount where masks[mask &+ word] & ~found[word] != 0 { isNew = true }
            if !isNew { continue }
            let start = position &- Int(entry.pair)
            let length = Int(entry.length)
            guard start >= 0 && start &+ length <= value.count else { continue }
            var matched = 0
            while matched < length && classMap[Int(value[start &+ matched])] == text[Int(entry.start) &+ matched] {
              matched &+= 1
            }
            guard matched == length else { continue }
            for word in 0..<wordCount { found[word] |= masks[mask &+ word] }
          }
        }
      }
    }
  }
}
