internal import Bytes
internal import LiteralSearch

/// A deterministic automaton built while it runs, within a bound of memory.
///
/// Answers only whether there is a match. Rows of the table hold, for each class of bytes and for the end, the offset of
/// the next state's row. When the table is full it is thrown away and begun again; when that happens too often for the
/// progress made, the rest of the input is stepped through without a table. Either way the time is linear in the input.
final class LazyDFA {
  /// Offsets below `firstRow` are no rows.
  private enum Entry {
    static let unknown = 0, dead = 1, accept = 2, firstRow = 4
    static let unknown16: UInt16 = 0
  }

  private struct State {
    var before: Int
    var start: Int
    var count: Int
  }

  private var builder: SubsetBuilder
  private let byteLimit: Int
  private let stride: Int
  /// 256 classes, one for each byte; then for each byte 1 if no match begins with it, so that it can be skipped while none
  /// has begun.
  private let byteTable: UnsafeMutablePointer<UInt8>
  private let canSkip: Bool
  /// Rows of states. Plain memory rather than an array: nothing is retained or checked where a search begins.
  private var table: UnsafeMutablePointer<UInt16>
  private var tableCount = 0
  private var tableCapacity = 256
  private var states: [State] = []
  private var positions: [UInt32] = []
  /// Open addressing: index of a state plus one.
  private var buckets: [UInt16] = []
  /// Rows below this offset are states in which no match has begun, and skipping pays.
  private var idleLimit = Entry.firstRow
  /// The row a search begins in, for each case of `Before`; in the first three no match has begun.
  private var firstRows = (0, 0, 0, 0)
  /// How often the table was thrown away; for tests.
  private(set) var clearCount = 0
  /// How many steps were taken, with and without the table: tests show with it that time is linear.
  private(set) var stepCount = 0

  init(_ program: Program, byteLimit: Int) {
    builder = SubsetBuilder(program)
    self.byteLimit = byteLimit
    stride = builder.classes.count + 1
    let first = program.firstBytes
    // Skipping pays only if such bytes stand in long runs in ordinary text.
    var weight = 0
    first.forEach { weight += ByteFrequency.weight($0) }
    canSkip = !program.isAnchored && weight * 6 < ByteFrequency.total
    byteTable = .allocate(capacity: 512)
    for byte in 0..<256 {
      byteTable[byte] = builder.classes.map[byte]
      byteTable[256 + byte] = first.contains(UInt8(truncatingIfNeeded: byte)) ? 0 : 1
    }
    table = .allocate(capacity: tableCapacity)
    reset()
  }

  deinit {
    byteTable.deallocate()
    table.deallocate()
  }

  /// Whether a match begins at or after `start`, which lies within the input.
  ///
  /// No bounds checks in the loops, for the sake of `matching-bench`: positions stay below the input's count, classes below
  /// `stride`, each row has `stride` entries, and an entry at or above `firstRow` is the offset of a row.
  func matches(_ input: Span<UInt8>, from start: Int) -> Bool {
    var position = start
    var lastClear = start
    var row = firstRow(start == 0 ? Before.begin : builder.before(after: input[start - 1]))
    return input.withUnsafeBufferPointer { input in
      let count = input.count
      let classes = UnsafePointer(byteTable)
      while true {
        let table = UnsafePointer(self.table)
        let idleLimit = self.idleLimit
        if row < idleLimit && position < count && classes[256 &+ Int(input[position])] != 0 {
          repeat { position &+= 1 } while position < count && classes[256 &+ Int(input[position])] != 0
          row = firstRow(builder.before(after: input[position - 1]))
        }
        var entry = Entry.unknown
        while position < count {
          entry = Int(table[row &+ Int(classes[Int(input[position])])])
          if entry < idleLimit { break }
          row = entry
          position &+= 1
        }
        if position == count { entry = Int(table[row &+ stride &- 1]) }
        switch entry {
        case Entry.dead: return false
        case Entry.accept: return true
        case Entry.unknown: break
        default:
          row = entry
          position &+= 1
          continue
        }
        // The transition at `position` is not in the table.
        let state = stateIndex(row)
        let column = position < count ? Int(classes[Int(input[position])]) : stride - 1
        if isFull {
          let set = Array(slice(states[state]))
          let before = states[state].before
          let isThrashing = position - lastClear < 4 * states.count
          reset()
          clearCount += 1
          lastClear = position
          if isThrashing { return matchesWithoutTable(input, from: position, set, before) }
          row = intern(before, set[...])
          continue
        }
        extend(state, column, position < count ? input[position] : 0)
      }
    }
  }

  private func firstRow(_ before: Int) -> Int {
    switch before {
    case Before.other: return firstRows.0
    case Before.word: return firstRows.1
    case Before.newline: return firstRows.2
    default: return firstRows.3
    }
  }

  // MARK: - States

  private var isFull: Bool {
    let bytes = tableCount * 2 + positions.count * 4 + states.count * 24 + buckets.count * 2
    return states.count > 4 && (bytes > byteLimit || tableCount + stride > 65_000)
  }

  private func stateIndex(_ row: Int) -> Int { (row - Entry.firstRow) / stride }

  private func slice(_ state: State) -> ArraySlice<UInt32> { positions[state.start..<state.start + state.count] }

  /// Forgets all states but the idle ones, which are made first so that their rows come first.
  private func reset() {
    tableCount = 0
    grow(by: Entry.firstRow)
    states.removeAll(keepingCapacity: true)
    positions.removeAll(keepingCapacity: true)
    buckets = [UInt16](repeating: 0, count: 32)
    let other = intern(Before.other, [])
    let word = builder.asksForWords ? intern(Before.word, []) : other
    let newline = builder.asksForLines ? intern(Before.newline, []) : other
    idleLimit = canSkip ? tableCount : Entry.firstRow
    firstRows = (other, word, newline, intern(Before.begin, []))
  }

  /// Adds `count` entries of 0 to the table.
  private func grow(by count: Int) {
    if tableCount + count > tableCapacity {
      let larger = UnsafeMutablePointer<UInt16>.allocate(capacity: tableCapacity * 2 + count)
      for entry in 0..<tableCount { larger[entry] = table[entry] }
      table.deallocate()
      table = larger
      tableCapacity = tableCapacity * 2 + count
    }
    for entry in tableCount..<tableCount + count { table[entry] = Entry.unknown16 }
    tableCount += count
  }

  /// Fills in the entry of `state` for `column`, the class of `byte` or the end.
  private func extend(_ state: Int, _ column: Int, _ byte: UInt8) {
    stepCount += 1
    let known = states[state]
    var entry: Int
    switch builder.step(slice(known), known.before, column) {
    case .accepts: entry = Entry.accept
    case .goesOn where column == stride - 1: entry = Entry.dead
    case .goesOn:
      if builder.positions.isEmpty && builder.program.isAnchored {
        entry = Entry.dead
      } else {
        let next = builder.before(after: byte)
        entry = intern(next, builder.positions[...])
      }
    }
    table[Entry.firstRow + state * stride + column] = UInt16(truncatingIfNeeded: entry)
  }

  /// The row of the state for `set` after `before`; made if it is new.
  private func intern(_ before: Int, _ set: ArraySlice<UInt32>) -> Int {
    if (states.count + 1) * 2 > buckets.count { rehash() }
    var bucket = hash(before, set) & (buckets.count - 1)
    while buckets[bucket] != 0 {
      let index = Int(buckets[bucket]) - 1
      let state = states[index]
      if state.before == before && state.count == set.count && slice(state).elementsEqual(set) {
        return Entry.firstRow + index * stride
      }
      bucket = (bucket + 1) & (buckets.count - 1)
    }
    buckets[bucket] = UInt16(truncatingIfNeeded: states.count + 1)
    let row = tableCount
    states.append(State(before: before, start: positions.count, count: set.count))
    positions.append(contentsOf: set)
    grow(by: stride)
    return row
  }

  private func rehash() {
    buckets = [UInt16](repeating: 0, count: buckets.count * 2)
    for (index, state) in states.enumerated() {
      var bucket = hash(state.before, slice(state)) & (buckets.count - 1)
      while buckets[bucket] != 0 { bucket = (bucket + 1) & (buckets.count - 1) }
      buckets[bucket] = UInt16(truncatingIfNeeded: index + 1)
    }
  }

  private func hash(_ before: Int, _ set: ArraySlice<UInt32>) -> Int {
    var hash: UInt32 = 2_166_136_261 &+ UInt32(truncatingIfNeeded: before)
    for index in set { hash = (hash ^ index) &* 16_777_619 }
    return Int(hash &>> 3)
  }

  // MARK: - Without the table

  /// Steps through the rest of the input one set at a time, keeping nothing.
  private func matchesWithoutTable(
    _ input: UnsafeBufferPointer<UInt8>, from start: Int, _ set: [UInt32], _ before: Int
  ) -> Bool {
    var set = set
    var before = before
    var position = start
    while true {
      let column = position < input.count ? Int(byteTable[Int(input[position])]) : stride - 1
      stepCount += 1
      if builder.step(set[...], before, column) == .accepts { return true }
      if position >= input.count { return false }
      if builder.positions.isEmpty && builder.program.isAnchored { return false }
      set.removeAll(keepingCapacity: true)
      set.append(contentsOf: builder.positions)
      before = builder.before(after: input[position])
      position += 1
    }
  }
}
