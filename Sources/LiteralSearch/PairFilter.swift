internal import Bytes

/// Finds which of many short strings occur, looking at each three neighbouring bytes once.
///
/// Each string is filed under the three bytes in it that are rarest in ordinary text: under the first two, with a note of
/// the third. Only where they occur are its strings compared. The tables are a fraction of an automaton's, and ordinary
/// text rarely compares anything. At worst a byte costs the comparison of all strings under one pair, and those whose
/// requirements are met already are passed over.
struct PairFilter {
  /// A string: where its classes stand, and which requirements it fulfils.
  struct Entry {
    var start: UInt32
    var length: UInt8
    /// Where in the string its pair stands.
    var pair: UInt8
    var mask: UInt16
  }

  /// For each pair of classes the number of its bucket; bucket 0 is empty.
  let buckets: [UInt16]
  /// For each bucket the classes, modulo 64, that may come third; all if a string ends with its pair.
  let thirds: [UInt64]
  /// For each bucket where its entries begin; they end where the next one's begin.
  let starts: [UInt16]
  let entries: [Entry]
  /// The classes of all strings' bytes.
  let text: [UInt8]

  /// - Parameters:
  ///   - strings: two to 255 bytes each, fewer than 65 536 of them.
  ///   - masks: for each string the index of its set of requirements.
  init(_ strings: [[UInt8]], _ masks: [UInt16], _ classMap: [UInt8], _ classCount: Int) {
    var buckets = [UInt16](repeating: 0, count: classCount * classCount)
    var thirds: [UInt64] = [0]
    var counts: [UInt16] = [0]
    var pairs: [UInt8] = []
    var homes: [UInt16] = []
    for string in strings {
      let pair = Self.rarestPlace(string)
      let place = Int(classMap[Int(string[pair])]) * classCount + Int(classMap[Int(string[pair + 1])])
      if buckets[place] == 0 {
        buckets[place] = UInt16(truncatingIfNeeded: thirds.count)
        thirds.append(0)
        counts.append(0)
      }
      let bucket = Int(buckets[place])
      thirds[bucket] |= string.count == 2 ? .max : 1 &<< UInt64(classMap[Int(string[pair + 2])] & 63)
      counts[bucket] += 1
      pairs.append(UInt8(truncatingIfNeeded: pair))
      homes.append(buckets[place])
    }
    var starts: [UInt16] = [0]
    for count in counts { starts.append(starts[starts.count - 1] + count) }
    var next = starts
    var entries = [Entry](repeating: Entry(start: 0, length: 0, pair: 0, mask: 0), count: strings.count)
    var text: [UInt8] = []
    for (index, string) in strings.enumerated() {
      let home = Int(homes[index])
      entries[Int(next[home])] = Entry(
        start: UInt32(truncatingIfNeeded: text.count), length: UInt8(truncatingIfNeeded: string.count),
        pair: pairs[index], mask: masks[index])
      next[home] += 1
      for byte in string { text.append(classMap[Int(byte)]) }
    }
    self.buckets = buckets
    self.thirds = thirds
    self.starts = starts
    self.entries = entries
    self.text = text
  }

  /// Where the rarest three bytes of `string` begin; 0 for two bytes.
  private static func rarestPlace(_ string: [UInt8]) -> Int {
    guard string.count > 2 else { return 0 }
    var best = 0
    var bestWeight = Int.max
    for index in 0..<string.count - 2 {
      // At most 2^21: no overflow in 32 bits.
      let weight =
        ByteFrequency.weight(string[index]) * ByteFrequency.weight(string[index + 1])
        * ByteFrequency.weight(string[index + 2])
      if weight < bestWeight {
        best = index
        bestWeight = weight
      }
    }
    return best
  }

  var byteCount: Int {
    buckets.count * 2 + thirds.count * 8 + starts.count * 2 + entries.count * MemoryLayout<Entry>.stride + text.count
  }
}
