internal import Bytes

/// Runs all alternatives of a program side by side, in order of priority, and so finds the match a backtracking matcher
/// would, with its groups, in time linear in the input.
///
/// Plain memory and no bounds checks, for the sake of attacks that a rule captures from kilobytes of text (a fifth of the
/// time with arrays): indices come from the program, a round reaches each instruction once, so there are never more
/// threads than instructions, and an instruction leaves at most one piece of work behind.
final class PikeVM {
  private struct Threads {
    let indices: UnsafeMutablePointer<UInt32>
    /// `slotCount` offsets for each thread.
    let slots: UnsafeMutablePointer<Int32>
    var count = 0

    init(_ program: Program) {
      indices = .allocate(capacity: program.code.count)
      slots = .allocate(capacity: program.code.count * program.slotCount)
    }

    func deallocate() {
      indices.deallocate()
      slots.deallocate()
    }
  }

  /// Work left to do while following empty steps.
  private struct Pending {
    var index: UInt32
    /// −1: go to `index`. Otherwise: put `old` back into this slot.
    var slot: Int32
    var old: Int32
  }

  private let program: Program
  private var current: Threads
  private var following: Threads
  private let pending: UnsafeMutablePointer<Pending>
  /// For each instruction the round in which it was reached last.
  private let rounds: UnsafeMutablePointer<UInt32>
  private var round: UInt32 = 0
  private let slots: UnsafeMutablePointer<Int32>
  private let slotCount: Int
  /// Threads stepped; for tests of linearity.
  private(set) var stepCount = 0

  init(_ program: Program) {
    self.program = program
    slotCount = program.slotCount
    current = Threads(program)
    following = Threads(program)
    pending = .allocate(capacity: program.code.count + 1)
    rounds = .allocate(capacity: program.code.count)
    rounds.initialize(repeating: 0, count: program.code.count)
    slots = .allocate(capacity: program.slotCount)
    slots.initialize(repeating: -1, count: program.slotCount)
  }

  deinit {
    current.deallocate()
    following.deallocate()
    pending.deallocate()
    rounds.deallocate()
    slots.deallocate()
  }

  /// The leftmost match that begins at or after `start`, by Perl's priorities; its slots replace the content of `groups`.
  func search(_ input: Span<UInt8>, from start: Int, _ groups: inout [Int32]) -> Bool {
    input.withUnsafeBufferPointer { input in
      program.code.withUnsafeBufferPointer { code in
        search(input, from: start, code, &groups)
      }
    }
  }

  private func search(
    _ input: UnsafeBufferPointer<UInt8>, from start: Int, _ code: UnsafeBufferPointer<Instruction>,
    _ groups: inout [Int32]
  ) -> Bool {
    current.count = 0
    var isFound = false
    var position = start
    while true {
      if current.count == 0 {
        if isFound || (program.isAnchored && position > 0) { break }
        while position < input.count && !program.firstBytes.contains(input[position]) { position &+= 1 }
      }
      beginRound()
      following.count = 0
      // The start comes last: what began further left has priority.
      if !isFound && !(program.isAnchored && position > 0) { addStart(input, position, code) }
      beginRound()
      var thread = 0
      while thread < current.count {
        stepCount &+= 1
        let step = code[Int(current.indices[thread])]
        if step.code == .match {
          isFound = true
          groups.removeAll(keepingCapacity: true)
          for slot in 0..<slotCount { groups.append(current.slots[thread &* slotCount &+ slot]) }
          // Lower priorities have lost.
          break
        }
        if position < input.count && takes(step, input[position]) {
          for slot in 0..<slotCount { slots[slot] = current.slots[thread &* slotCount &+ slot] }
          follow(step.next, input, position &+ 1, code, &following)
        }
        thread &+= 1
      }
      if position >= input.count { break }
      position &+= 1
      swap(&current, &following)
    }
    return isFound
  }

  private func takes(_ step: Instruction, _ byte: UInt8) -> Bool {
    switch step.code {
    case .byte: byte == UInt8(truncatingIfNeeded: step.argument)
    case .letter: byte.lowercasedASCII == UInt8(truncatingIfNeeded: step.argument)
    case .set: program.sets[step.argument].contains(byte)
    default: false
    }
  }

  /// The start has to see which instructions `current` holds already.
  private func addStart(
    _ input: UnsafeBufferPointer<UInt8>, _ position: Int, _ code: UnsafeBufferPointer<Instruction>
  ) {
    for thread in 0..<current.count { rounds[Int(current.indices[thread])] = round }
    for slot in 0..<slotCount { slots[slot] = -1 }
    follow(UInt32(truncatingIfNeeded: program.start), input, position, code, &current)
  }

  private func beginRound() {
    round &+= 1
    if round == 0 {
      rounds.update(repeating: 0, count: program.code.count)
      round = 1
    }
  }

  /// Adds to `threads` what `start` reaches by empty steps at `position`, preferred ways first.
  private func follow(
    _ start: UInt32, _ input: UnsafeBufferPointer<UInt8>, _ position: Int, _ code: UnsafeBufferPointer<Instruction>,
    _ threads: inout Threads
  ) {
    pending[0] = Pending(index: start, slot: -1, old: 0)
    var left = 1
    while left > 0 {
      left &-= 1
      let work = pending[left]
      if work.slot >= 0 {
        slots[Int(work.slot)] = work.old
        continue
      }
      var index = work.index
      while rounds[Int(index)] != round {
        rounds[Int(index)] = round
        let step = code[Int(index)]
        switch step.code {
        case .split:
          pending[left] = Pending(index: UInt32(truncatingIfNeeded: step.argument), slot: -1, old: 0)
          left &+= 1
        case .save:
          pending[left] = Pending(index: 0, slot: Int32(truncatingIfNeeded: step.argument), old: slots[step.argument])
          left &+= 1
          slots[step.argument] = Int32(truncatingIfNeeded: position)
        case .assertion:
          // A step to itself ends the way: it was reached in this round.
          if !AssertionTest.holds(step.argument, input, position) { continue }
        default:
          threads.indices[threads.count] = index
          let first = threads.count &* slotCount
          for slot in 0..<slotCount { threads.slots[first &+ slot] = slots[slot] }
          threads.count &+= 1
          continue
        }
        index = step.next
      }
    }
  }
}

/// Assertions on a position of a subject that is at hand.
enum AssertionTest {
  static func holds(_ assertion: Int, _ input: Span<UInt8>, _ position: Int) -> Bool {
    input.withUnsafeBufferPointer { holds(assertion, $0, position) }
  }

  static func holds(_ assertion: Int, _ input: UnsafeBufferPointer<UInt8>, _ position: Int) -> Bool {
    let count = input.count
    switch Assertion(rawValue: UInt8(truncatingIfNeeded: assertion)) {
    case .begin: return position == 0
    case .end: return position == count
    // Not after a newline that ends the subject, as in PCRE.
    case .lineBegin: return position == 0 || (position < count && input[position - 1] == UInt8(ascii: "\n"))
    case .lineEnd: return position == count || input[position] == UInt8(ascii: "\n")
    case .wordBoundary: return isBoundary(input, position)
    case .notWordBoundary: return !isBoundary(input, position)
    case .endOrFinalNewline:
      return position == count || (position == count - 1 && input[position] == UInt8(ascii: "\n"))
    case nil: return false
    }
  }

  private static func isBoundary(_ input: UnsafeBufferPointer<UInt8>, _ position: Int) -> Bool {
    let before = position > 0 && input[position - 1].isWordByte
    let after = position < input.count && input[position].isWordByte
    return before != after
  }
}
