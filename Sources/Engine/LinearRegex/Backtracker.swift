internal import Bytes

/// Matches the patterns that no automaton can: lookaround, backreferences, possessive and atomic groups.
///
/// Such patterns can take exponential time, so every step is counted and the search gives up at a limit. Choices are kept
/// on a stack of its own; the machine's stack grows only with the nesting of atomic groups and lookarounds in the pattern,
/// which the parser bounds.
final class Backtracker {
  /// Something to go back to.
  private struct Choice {
    /// Where to go on; or, with `slot` ≥ 0, a slot to restore to `position`.
    var index: UInt32
    var position: Int32
    var slot: Int32
  }

  private let program: Program
  private let stepLimit: Int
  private var choices: [Choice] = []
  private var slots: [Int32]
  private var end = 0
  private(set) var stepCount = 0

  init(_ program: Program, stepLimit: Int) {
    self.program = program
    self.stepLimit = stepLimit
    slots = [Int32](repeating: -1, count: program.slotCount)
  }

  /// The leftmost match at or after `start`; its slots replace the content of `groups`.
  func search(_ input: Span<UInt8>, from start: Int, _ groups: inout [Int32]) -> MatchOutcome {
    stepCount = 0
    var position = start
    while position <= input.count {
      if program.isAnchored && position > 0 { return .noMatch }
      if position < input.count && !program.firstBytes.contains(input[position]) {
        position += 1
        continue
      }
      for slot in slots.indices { slots[slot] = -1 }
      choices.removeAll(keepingCapacity: true)
      switch run(program.start, position, input) {
      case .some(let last) where last >= 0:
        groups.removeAll(keepingCapacity: true)
        groups.append(contentsOf: slots)
        return .match
      case .none: return .limitExceeded
      default: break
      }
      position += 1
    }
    return .noMatch
  }

  /// Runs from `index` until `match` or `accept`: the instruction to go on with (0 after `match`), −1 for failure, `nil`
  /// at the limit. Where it stopped is left in `end`.
  private func run(_ index: Int, _ position: Int, _ input: Span<UInt8>) -> Int? {
    let floor = choices.count
    var index = index
    var position = position
    while true {
      stepCount += 1
      if stepCount > stepLimit { return nil }
      let step = program.code[index]
      var holds = true
      switch step.code {
      case .byte, .letter, .set:
        holds = position < input.count && takes(step, input[position])
        if holds { position += 1 }
      case .split: choices.append(choice(step.argument, position))
      case .save: set(step.argument, Int32(truncatingIfNeeded: position))
      case .assertion: holds = AssertionTest.holds(step.argument, input, position)
      case .back:
        holds = position >= step.argument
        if holds { position -= step.argument }
      case .match:
        end = position
        return 0
      case .accept:
        end = position
        return Int(step.next)
      case .backreference:
        guard let length = referenceLength(step.argument, input, position) else {
          holds = false
          break
        }
        position += length
        if length == 0 { index += 1 }
      case .atomic:
        let mark = choices.count
        guard let onward = run(Int(step.next), position, input) else { return nil }
        if onward >= 0 {
          dropChoices(above: mark)
          index = onward
          position = end
          continue
        }
        holds = false
      case .look:
        let mark = choices.count
        guard let onward = run(Int(step.next), position, input) else { return nil }
        let isNegative = step.argument & 1 == 1
        holds = (onward >= 0) != isNegative
        if onward >= 0 {
          if isNegative { undo(to: mark) } else { dropChoices(above: mark) }
        }
        index += 1
      case .target: break
      }
      if holds {
        index = Int(program.code[index].next)
        continue
      }
      guard let choice = fail(to: floor) else { return -1 }
      index = Int(choice.index)
      position = Int(choice.position)
    }
  }

  private func takes(_ step: Instruction, _ byte: UInt8) -> Bool {
    switch step.code {
    case .byte: return byte == UInt8(truncatingIfNeeded: step.argument)
    case .letter: return byte.lowercasedASCII == UInt8(truncatingIfNeeded: step.argument)
    default: return program.sets[step.argument].contains(byte)
    }
  }

  /// The length of the text the reference takes at `position`; `nil` if it is not there, or the group has taken no part.
  private func referenceLength(_ argument: Int, _ input: Span<UInt8>, _ position: Int) -> Int? {
    let group = argument & 0xffff
    let start = Int(slots[2 * group])
    let end = Int(slots[2 * group + 1])
    guard start >= 0, end >= start, input.count - position >= end - start else { return nil }
    let wanted = input.extracting(start..<end)
    let found = input.extracting(position..<position + wanted.count)
    // Comparing costs as many steps as there are bytes.
    stepCount += wanted.count
    let isEqual = argument >> 16 == 1 ? found.isEqualIgnoringCase(to: wanted) : found.isEqual(to: wanted)
    return isEqual ? wanted.count : nil
  }

  // MARK: - The stack

  private func choice(_ index: Int, _ position: Int) -> Choice {
    Choice(index: UInt32(truncatingIfNeeded: index), position: Int32(truncatingIfNeeded: position), slot: -1)
  }

  private func set(_ slot: Int, _ value: Int32) {
    choices.append(Choice(index: 0, position: slots[slot], slot: Int32(truncatingIfNeeded: slot)))
    slots[slot] = value
  }

  /// Goes back to the last choice above `floor`, restoring slots on the way; `nil` if there is none left.
  private func fail(to floor: Int) -> Choice? {
    while choices.count > floor {
      let last = choices.removeLast()
      if last.slot < 0 { return last }
      slots[Int(last.slot)] = last.position
    }
    return nil
  }

  private func undo(to mark: Int) {
    while fail(to: mark) != nil {}
  }

  /// Forgets the choices above `mark`, but not how to restore the slots that were set meanwhile.
  private func dropChoices(above mark: Int) {
    var kept = mark
    for index in mark..<choices.count where choices[index].slot >= 0 {
      choices[kept] = choices[index]
      kept += 1
    }
    choices.removeLast(choices.count - kept)
  }
}
