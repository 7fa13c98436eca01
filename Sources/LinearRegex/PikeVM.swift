internal import Bytes

/// Runs all alternatives of a program side by side, in order of priority, and so finds the match a backtracking matcher
/// would, with its groups, in time linear in the input.
final class PikeVM {
  private struct Threads {
    var indices: [UInt32] = []
    /// `slotCount` offsets for each thread.
    var slots: [Int32] = []
    mutating func clear() {
      indices.removeAll(keepingCapacity: true)
      slots.removeAll(keepingCapacity: true)
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
  private var current = Threads()
  private var following = Threads()
  private var pending: [Pending] = []
  /// For each instruction the round in which it was reached last.
  private var rounds: [UInt32]
  private var round: UInt32 = 0
  private var slots: [Int32]
  /// Threads stepped; for tests of linearity.
  private(set) var stepCount = 0

  init(_ program: Program) {
    self.program = program
    rounds = [UInt32](repeating: 0, count: program.code.count)
    slots = [Int32](repeating: -1, count: program.slotCount)
  }

  /// The leftmost match that begins at or after `start`, by Perl's priorities; its slots replace the content of `groups`.
  func search(_ input: Span<UInt8>, from start: Int, _ groups: inout [Int32]) -> Bool {
    current.clear()
    var isFound = false
    var position = start
    let slotCount = program.slotCount
    while true {
      if current.indices.isEmpty {
        if isFound || (program.isAnchored && position > 0) { break }
        while position < input.count && !program.firstBytes.contains(input[position]) { position += 1 }
      }
      beginRound()
      following.clear()
      // The start comes last: what began further left has priority.
      if !isFound && !(program.isAnchored && position > 0) {
        for slot in slots.indices { slots[slot] = -1 }
        // Reached positions of this round are those of `current`; it was filled in the round before.
        addStart(input, position)
      }
      var thread = 0
      beginRound()
      while thread < current.indices.count {
        stepCount += 1
        let step = program.code[Int(current.indices[thread])]
        var isTaken = false
        switch step.code {
        case .match:
          isFound = true
          groups.removeAll(keepingCapacity: true)
          for slot in 0..<slotCount { groups.append(current.slots[thread * slotCount + slot]) }
          // Lower priorities have lost.
          thread = current.indices.count
          continue
        case .byte: isTaken = position < input.count && input[position] == UInt8(truncatingIfNeeded: step.argument)
        case .letter:
          isTaken =
            position < input.count && input[position].lowercasedASCII == UInt8(truncatingIfNeeded: step.argument)
        case .set: isTaken = position < input.count && program.sets[step.argument].contains(input[position])
        default: break
        }
        if isTaken {
          for slot in 0..<slotCount { slots[slot] = current.slots[thread * slotCount + slot] }
          follow(step.next, input, position + 1, &following)
        }
        thread += 1
      }
      if position >= input.count { break }
      position += 1
      swap(&current, &following)
    }
    return isFound
  }

  /// The start has to see which instructions `current` holds already.
  private func addStart(_ input: Span<UInt8>, _ position: Int) {
    for index in current.indices { rounds[Int(index)] = round }
    follow(UInt32(truncatingIfNeeded: program.start), input, position, &current)
  }

  private func beginRound() {
    round &+= 1
    if round == 0 {
      for index in rounds.indices { rounds[index] = 0 }
      round = 1
    }
  }

  /// Adds to `threads` what `start` reaches by empty steps at `position`, preferred ways first.
  private func follow(_ start: UInt32, _ input: Span<UInt8>, _ position: Int, _ threads: inout Threads) {
    pending.append(Pending(index: start, slot: -1, old: 0))
    while let work = pending.popLast() {
      if work.slot >= 0 {
        slots[Int(work.slot)] = work.old
        continue
      }
      var index = work.index
      while true {
        if rounds[Int(index)] == round { break }
        rounds[Int(index)] = round
        let step = program.code[Int(index)]
        switch step.code {
        case .split:
          pending.append(Pending(index: UInt32(truncatingIfNeeded: step.argument), slot: -1, old: 0))
          index = step.next
          continue
        case .save:
          pending.append(
            Pending(index: 0, slot: Int32(truncatingIfNeeded: step.argument), old: slots[step.argument]))
          slots[step.argument] = Int32(truncatingIfNeeded: position)
          index = step.next
          continue
        case .assertion:
          if AssertionTest.holds(step.argument, input, position) {
            index = step.next
            continue
          }
        default:
          threads.indices.append(index)
          threads.slots.append(contentsOf: slots)
        }
        break
      }
    }
  }
}

/// Assertions on a position of a subject that is at hand.
enum AssertionTest {
  static func holds(_ assertion: Int, _ input: Span<UInt8>, _ position: Int) -> Bool {
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

  private static func isBoundary(_ input: Span<UInt8>, _ position: Int) -> Bool {
    let before = position > 0 && input[position - 1].isWordByte
    let after = position < input.count && input[position].isWordByte
    return before != after
  }
}
