import Bytes

/// Numbers byte strings in the order they are first seen, so that equal ones can share what is made of them.
struct ByteStringTable {
  private(set) var strings: [[UInt8]] = []
  private var hashes: [Int32] = []
  private var slots = [Int32](repeating: -1, count: 64)

  /// The number of `string`, and whether it is new.
  mutating func insert(_ string: [UInt8]) -> (index: Int, isNew: Bool) {
    // Unlike `NameIndex.hash` it tells upper from lower case.
    let hash = Int32(truncatingIfNeeded: string.span.hash(seed: 0))
    var slot = Int(hash & Int32.max) & (slots.count - 1)
    while slots[slot] >= 0 {
      let index = Int(slots[slot])
      if hashes[index] == hash && strings[index] == string { return (index, false) }
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = Int32(truncatingIfNeeded: strings.count)
    strings.append(string)
    hashes.append(hash)
    if strings.count * 2 > slots.count { grow() }
    return (strings.count - 1, true)
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: slots.count * 2)
    for index in hashes.indices {
      var slot = Int(hashes[index] & Int32.max) & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(truncatingIfNeeded: index)
    }
  }
}
