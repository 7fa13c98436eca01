internal import Bytes
internal import LiteralSearch

/// A deterministic automaton built while it runs, within a bound of memory.
///
/// Answers only whether there is a match. Rows of the table hold, for each class of bytes and for the end, the offset of
/// the next state's row. When the table is full it is thrown away and begun again; when that happens too often for the
/// progress made, the rest of the input is stepped through without a table. Either way the time is linear in the input.
final class LazyDFA {
  /// Offsets below `firstRow` are no rows.
  private enum Entry { static let unknown = 0, dead = 1, accept = 2, firstRow = 4 }

  private struct State {
    var before: Int
    var start: Int
    var count: Int
  }

  private var builder: SubsetBuilder
  private let byteLimit: Int
  private let stride: Int
  private let classMap: [UInt8]
  private var table: [UInt16] = []
  private var states: [State] = []
  private var positions: [UInt32] = []
  /// Open addressing: index of a state plus one.
  private var buckets: [UInt16] = []
  /// Bytes no match begins with: passed over quickly while no match has begun.
  private let skips: [Bool]
  /// Rows below this offset are states in which no match has begun, and skipping pays.
  private var idleLimit = Entry.firstRow
  /// The row of the idle state for each way `Before` but `begin`.
  private var idleRows = [0, 0, 0]
  /// How often the table was thrown away; for tests.
  private(set) var clearCount = 0
  /// Sets stepped, with and without the table; for tests of linearity.
  private(set) var stepCount = 0

  init(_ program: Program, byteLimit: Int) {
    builder = SubsetBuilder(program)
    self.byteLimit = byteLimit
    stride = builder.classes.count + 1
    classMap = builder.classes.map
    let first = program.firstBytes
    // Worth its loop only if runs of such bytes are long in ordinary text.
    var weight = 0
    first.forEach { weight += ByteFrequency.weight($0) }
    if !program.isAnchored && weight * 6 < ByteFrequency.total {
      skips = (0..<256).map { !first.contains(UInt8(truncatingIfNeeded: $0)) }
    } else {
      skips = []
    }
    reset()
  }

  /// Whether a match begins at or after `start`.
  func matches(_ input: Span<UInt8>, from start: Int) -> Bool {
    var position = start
    var row = intern(builder.before(start, of: input), [])
    var lastClear = start
    while true {
      let entry = run(input, &position, row)
      switch entry {
      case Entry.dead: return false
      case Entry.accept: return true
      case Entry.unknown: break
      default:
        // A state in which no match has begun: pass over what cannot begin one.
        row = skip(input, &position)
        continue
      }
      // The transition at `position` is not in the table.
      let state = stateIndex(lastRow)
      let column = position < input.count ? Int(classMap[Int(input[position])]) : stride - 1
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
      row = lastRow
      _ = extend(state, column, input, position)
    }
  }

  // MARK: - The fast loop

  /// The row the fast loop was in when it stopped.
  private var lastRow = 0

  /// Follows the table from `row` at `position`; stops before a transition that is unknown and at those that decide.
  private func run(_ input: Span<UInt8>, _ position: inout Int, _ row: Int) -> Int {
    let idleLimit = self.idleLimit
    var row = row
    if row < idleLimit && position < input.count {
      lastRow = row
      if skips[Int(input[position])] { return row }
    }
    // No bounds checks, for the sake of `matching-bench`: classes are below `stride`, each row has `stride` entries, and
    // an entry at or above `firstRow` is the offset of a row.
    let count = input.count
    let result = table.withUnsafeBufferPointer { table in
      classMap.withUnsafeBufferPointer { classMap in
        input.withUnsafeBufferPointer { input -> Int in
          var index = position
          while index < count {
            let entry = Int(table[row &+ Int(classMap[Int(input[index])])])
            if entry < idleLimit {
              position = index
              if entry >= Entry.firstRow { position = index &+ 1 }
              lastRow = entry >= Entry.firstRow ? entry : row
              return entry
            }
            row = entry
            index &+= 1
          }
          position = index
          lastRow = row
          return Int(table[row &+ stride &- 1])
        }
      }
    }
    return result
  }

  /// Passes over bytes that begin no match, from a state in which none has begun. The row to go on with.
  private func skip(_ input: Span<UInt8>, _ position: inout Int) -> Int {
    let start = position
    let count = input.count
    var index = position
    // No bounds checks: `index` is below `count`, and the table has an entry for each byte.
    skips.withUnsafeBufferPointer { skips in
      input.withUnsafeBufferPointer { input in
        while index < count && skips[Int(input[index])] { index &+= 1 }
      }
    }
    position = index
    if index == start { return lastRow }
    return idleRows[builder.before(after: input[index - 1])]
  }

  // MARK: - States

  private var isFull: Bool {
    let bytes = table.count * 2 + positions.count * 4 + states.count * 24 + buckets.count * 2
    return states.count > 4 && (bytes > byteLimit || table.count + stride > 65_000)
  }

  private func stateIndex(_ row: Int) -> Int { (row - Entry.firstRow) / stride }

  private func slice(_ state: State) -> ArraySlice<UInt32> { positions[state.start..<state.start + state.count] }

  /// Forgets all states but the idle ones, which are made first so that their rows come first.
  private func reset() {
    table.removeAll(keepingCapacity: true)
    table.append(contentsOf: repeatElement(0, count: Entry.firstRow))
    states.removeAll(keepingCapacity: true)
    positions.removeAll(keepingCapacity: true)
    buckets = [UInt16](repeating: 0, count: 32)
    idleLimit = Entry.firstRow
    idleRows[Before.other] = intern(Before.other, [])
    if builder.asksForWords { idleRows[Before.word] = intern(Before.word, []) }
    if builder.asksForLines { idleRows[Before.newline] = intern(Before.newline, []) }
    idleLimit = skips.isEmpty ? Entry.firstRow : table.count
  }

  /// Fills in the entry of `state` for `column`.
  private func extend(_ state: Int, _ column: Int, _ input: Span<UInt8>, _ position: Int) -> Int {
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
        let next = builder.before(after: input[position])
        entry = intern(next, builder.positions[...])
      }
    }
    table[Entry.firstRow + state * stride + column] = UInt16(truncatingIfNeeded: entry)
    return entry
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
    let row = table.count
    states.append(State(before: before, start: positions.count, count: set.count))
    positions.append(contentsOf: set)
    table.append(contentsOf: repeatElement(0, count: stride))
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
    _ input: Span<UInt8>, from start: Int, _ set: [UInt32], _ before: Int
  ) -> Bool {
    var set = set
    var before = before
    var position = start
    while true {
      let column = position < input.count ? Int(classMap[Int(input[position])]) : stride - 1
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
