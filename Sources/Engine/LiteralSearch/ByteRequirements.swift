internal import Bytes

/// What requirements ask of the set of a value's bytes: required strings of one byte, and byte sets.
///
/// For each byte there is a row of bits: the requirements whose first byte set holds it, then those that have it as a
/// string. Other byte sets are looked at one by one, for the few requirements that are left in the end.
struct ByteRequirements {
  private let wordCount: Int
  /// The row of each byte; 0 is empty.
  private var rowOfByte = [UInt8](repeating: 0, count: 256)
  /// The bytes with a row.
  private var relevant = ByteSet()
  /// Rows of `2 * wordCount` words; while requirements are added one for each byte.
  private var rows: [UInt64]
  /// The row to begin with: requirements without a byte set, then those without strings.
  private var base: [UInt64]
  /// The other byte sets, and where those of each requirement end.
  private var others: [ByteSet] = []
  private var ends: [Int32] = []

  init(wordCount: Int) {
    self.wordCount = wordCount
    rows = [UInt64](repeating: 0, count: 512 * wordCount)
    base = [UInt64](repeating: 0, count: 2 * wordCount)
  }

  /// Takes the next requirement.
  mutating func add(_ requirement: MatchRequirement, _ index: Int, needsString: Bool) {
    let word = index / 64
    let bit: UInt64 = 1 &<< UInt64(index & 63)
    if let first = requirement.byteSets.first {
      first.caseFolded.forEach { rows[2 * wordCount * Int($0) + word] |= bit }
    } else {
      base[word] |= bit
    }
    for set in requirement.byteSets.dropFirst() { others.append(set.caseFolded) }
    ends.append(Int32(truncatingIfNeeded: others.count))
    if !needsString { base[wordCount + word] |= bit }
    guard needsString else { return }
    for literal in requirement.literals where literal.count == 1 {
      ByteSet(literal[0]...literal[0]).caseFolded.forEach { rows[(2 * Int($0) + 1) * wordCount + word] |= bit }
    }
  }

  /// Leaves one row for bytes with equal ones: none can be added from here on.
  mutating func finish() {
    let width = 2 * wordCount
    var kept = [UInt64](repeating: 0, count: width)
    for byte in UInt8.min...UInt8.max {
      let start = Int(byte) * width
      var row = 0
      var place = 0
      // Letters share theirs with their other case, so that row numbers fit a byte.
      while place < width && row * width < kept.count {
        if kept[row * width + place] == rows[start + place] {
          place += 1
        } else {
          place = 0
          row += 1
        }
      }
      if row * width == kept.count { kept.append(contentsOf: rows[start..<start + width]) }
      rowOfByte[Int(byte)] = UInt8(truncatingIfNeeded: row)
      if row != 0 { relevant.insert(byte) }
    }
    rows = kept
  }

  /// Writes to `sums`, of `2 * wordCount` words, the requirements whose first byte set, and whose strings, are met by the
  /// bytes of `set`.
  func add(_ set: ByteSet, to sums: UnsafeMutablePointer<UInt64>) {
    let width = 2 * wordCount
    for word in 0..<width { sums[word] = base[word] }
    set.intersection(relevant).forEach { byte in
      let row = Int(rowOfByte[Int(byte)]) &* width
      for word in 0..<width { sums[word] |= rows[row &+ word] }
    }
  }

  /// Whether the other byte sets of a requirement are met.
  func isMet(_ requirement: Int, _ set: ByteSet) -> Bool {
    var index = requirement == 0 ? 0 : Int(ends[requirement - 1])
    while index < Int(ends[requirement]) {
      if set.isDisjoint(with: others[index]) { return false }
      index += 1
    }
    return true
  }

  var byteCount: Int { 256 + (rows.count + base.count) * 8 + others.count * 32 + ends.count * 4 }
}
