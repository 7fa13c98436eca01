internal import Bytes

/// What stands before a position, as far as assertions ask.
enum Before {
  static let other = 0, word = 1, newline = 2, begin = 3
  static let count = 4
}

/// Steps whole sets of program positions over a byte: the subset construction, one step at a time.
///
/// Order within a set does not matter here, because only the question "is there a match" is answered. A set holds the
/// positions that take a byte and the assertions that cannot be decided before the next byte is known. A search that may
/// begin anywhere adds the program's start at every position by itself: sets leave it out and stay small.
struct SubsetBuilder {
  enum Step: Equatable {
    case accepts
    /// The next set is in `positions`.
    case goesOn
  }

  let program: Program
  let classes: ByteClasses
  /// The class that stands for the end of the input.
  let endClass: Int
  let asksForWords: Bool
  let asksForLines: Bool
  /// The set that the last step made, in rising order.
  private(set) var positions: [UInt32] = []

  private var pending: [UInt32] = []
  private var reached: [UInt64]
  private var explored: [UInt64]
  private var exploredPositions: [UInt32] = []
  /// What the start adds on each (before, class): an index into `startSets`, −1 not known yet, −2 a match.
  private var startMemo: [Int32]
  private var startSets: [[UInt32]] = []

  init(_ program: Program) {
    self.program = program
    classes = ByteClasses(program)
    endClass = classes.count
    asksForWords = program.uses(.wordBoundary) || program.uses(.notWordBoundary)
    asksForLines = program.uses(.lineBegin)
    let words = (program.code.count + 63) / 64
    reached = [UInt64](repeating: 0, count: words)
    explored = reached
    startMemo = [Int32](repeating: -1, count: Before.count * (classes.count + 1))
  }

  /// How a position after `byte` looks to assertions.
  func before(after byte: UInt8) -> Int {
    if asksForWords && byte.isWordByte { return Before.word }
    if asksForLines && byte == UInt8(ascii: "\n") { return Before.newline }
    return Before.other
  }

  /// How position `index` of `input` looks to assertions.
  func before(_ index: Int, of input: Span<UInt8>) -> Int {
    index == 0 ? Before.begin : before(after: input[index - 1])
  }

  /// Steps `set` over a byte of class `column`, or over the end.
  mutating func step(_ set: ArraySlice<UInt32>, _ before: Int, _ column: Int) -> Step {
    positions.removeAll(keepingCapacity: true)
    for index in set where explore(index, before, column) {
      clear()
      return .accepts
    }
    forgetExplored()
    if !program.isAnchored || before == Before.begin {
      let memo = memoizedStart(before, column)
      if memo == -2 {
        clear()
        return .accepts
      }
      for index in startSets[Int(memo)] { mark(index) }
    }
    collect()
    return .goesOn
  }

  /// What the program's start adds, computed once for each context.
  private mutating func memoizedStart(_ before: Int, _ column: Int) -> Int32 {
    let key = before * (endClass + 1) + column
    if startMemo[key] != -1 { return startMemo[key] }
    let kept = reached
    for word in reached.indices { reached[word] = 0 }
    let accepts = explore(UInt32(truncatingIfNeeded: program.start), before, column)
    forgetExplored()
    if accepts {
      startMemo[key] = -2
    } else {
      collect()
      startMemo[key] = Int32(truncatingIfNeeded: startSets.count)
      startSets.append(positions)
      positions.removeAll(keepingCapacity: true)
    }
    reached = kept
    return startMemo[key]
  }

  private mutating func mark(_ index: UInt32) {
    reached[Int(index &>> 6)] |= 1 &<< UInt64(index & 63)
  }

  private mutating func collect() {
    for word in reached.indices {
      var bits = reached[word]
      if bits == 0 { continue }
      reached[word] = 0
      while bits != 0 {
        let index = word &* 64 &+ bits.trailingZeroBitCount
        bits &= bits &- 1
        let code = program.code[index].code
        if code != .split && code != .save { positions.append(UInt32(truncatingIfNeeded: index)) }
      }
    }
  }

  private mutating func clear() {
    forgetExplored()
    for word in reached.indices { reached[word] = 0 }
    pending.removeAll(keepingCapacity: true)
  }

  private mutating func forgetExplored() {
    for index in exploredPositions { explored[Int(index &>> 6)] = 0 }
    exploredPositions.removeAll(keepingCapacity: true)
  }

  /// Follows empty steps from `index` at a position between `before` and `column`; what takes a byte of that class is
  /// taken. Whether a match was reached.
  private mutating func explore(_ index: UInt32, _ before: Int, _ column: Int) -> Bool {
    let isEnd = column == endClass
    let byte = isEnd ? 0 : classes.representatives[column]
    pending.append(index)
    while let index = pending.popLast() {
      let step = program.code[Int(index)]
      var target = step.next
      switch step.code {
      case .byte:
        if isEnd || byte != UInt8(truncatingIfNeeded: step.argument) { continue }
      case .letter:
        if isEnd || byte.lowercasedASCII != UInt8(truncatingIfNeeded: step.argument) { continue }
      case .set:
        if isEnd || !program.sets[step.argument].contains(byte) { continue }
      case .match: return true
      default:
        let bit: UInt64 = 1 &<< UInt64(index & 63)
        if explored[Int(index &>> 6)] & bit != 0 { continue }
        explored[Int(index &>> 6)] |= bit
        exploredPositions.append(index)
        if step.code == .assertion && !holds(step.argument, before, isEnd, byte) { continue }
        if step.code == .split { pending.append(UInt32(truncatingIfNeeded: step.argument)) }
        pending.append(target)
        continue
      }
      if arrive(&target) { return true }
    }
    return false
  }

  /// Adds position `index` and all it reaches by empty steps, up to assertions, to the next set. Whether that is a match.
  private mutating func arrive(_ index: inout UInt32) -> Bool {
    let floor = pending.count
    pending.append(index)
    while pending.count > floor {
      let index = pending.removeLast()
      let bit: UInt64 = 1 &<< UInt64(index & 63)
      // Splits are marked as well, so that each is followed once; they are left out when the set is used.
      if reached[Int(index &>> 6)] & bit != 0 { continue }
      reached[Int(index &>> 6)] |= bit
      let step = program.code[Int(index)]
      switch step.code {
      case .match: return true
      case .split:
        pending.append(UInt32(truncatingIfNeeded: step.argument))
        pending.append(step.next)
      case .save: pending.append(step.next)
      default: break
      }
    }
    return false
  }

  private func holds(_ assertion: Int, _ before: Int, _ isEnd: Bool, _ byte: UInt8) -> Bool {
    switch Assertion(rawValue: UInt8(truncatingIfNeeded: assertion)) {
    case .begin: return before == Before.begin
    case .end: return isEnd
    // Not after a newline that ends the subject, as in PCRE.
    case .lineBegin: return before == Before.begin || (before == Before.newline && !isEnd)
    case .lineEnd: return isEnd || byte == UInt8(ascii: "\n")
    case .wordBoundary: return (before == Before.word) != (!isEnd && byte.isWordByte)
    case .notWordBoundary: return (before == Before.word) == (!isEnd && byte.isWordByte)
    default: return false
    }
  }
}
