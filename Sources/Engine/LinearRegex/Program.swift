internal import Bytes

/// One step of a program: eight bytes.
struct Instruction {
  enum Code: UInt8 {
    /// Takes the byte `argument`.
    case byte
    /// Takes the lower-case letter `argument` in either case.
    case letter
    /// Takes a byte of the set `argument`.
    case set
    /// Goes to `next`, and if that fails to `argument`.
    case split
    /// Notes the position in slot `argument`.
    case save
    /// Goes on if assertion `argument` holds.
    case assertion
    case match
    // What follows runs in the backtracking matcher only.
    /// Takes the text of group `argument` (bit 16: ASCII case ignored), then `next`; if that text is empty, the `next` of
    /// the following instruction.
    case backreference
    /// Runs `next` up to its `accept` with no way back into it, then goes where that says.
    case atomic
    /// Tests `next` up to its `accept`; `argument` bit 0: negative. Goes on with the `next` of the following instruction.
    case look
    /// Goes back `argument` bytes.
    case back
    /// Ends an `atomic` or a `look`.
    case accept
    /// Only carries a target for the instruction before it.
    case target
  }

  private var bits: UInt32
  var next: UInt32

  init(_ code: Code, _ argument: Int, next: Int) {
    bits = UInt32(code.rawValue) | UInt32(truncatingIfNeeded: argument) &<< 8
    self.next = UInt32(truncatingIfNeeded: next)
  }

  var code: Code { Code(rawValue: UInt8(truncatingIfNeeded: bits)).unsafelyUnwrapped }
  var argument: Int { Int(bits &>> 8) }
}

/// A compiled pattern. Never changed once made.
final class Program {
  let code: [Instruction]
  let sets: [ByteSet]
  let start: Int
  /// Two for each group.
  let slotCount: Int
  /// Assertions in the program, a bit for each `Assertion`.
  let assertions: UInt8
  let needsBacktracking: Bool
  /// Matches can begin at the subject's first byte only.
  let isAnchored: Bool
  /// A match is the whole subject and has no groups within: nothing is left to find once it is known that there is one.
  let matchesWhole: Bool
  /// What a match can begin with; all bytes if it can be empty.
  let firstBytes: ByteSet

  init(_ tree: SyntaxTree) {
    var compiler = Compiler(tree)
    compiler.compile()
    code = compiler.code
    sets = tree.sets
    start = compiler.start
    slotCount = 2 * tree.groupCount
    assertions = compiler.assertions
    needsBacktracking = tree.needsBacktracking
    let opening = Opening(compiler.code, tree.sets, compiler.start)
    isAnchored = opening.isAnchored
    firstBytes = opening.firstBytes
    matchesWhole = opening.isAnchored && slotCount == 2 && !needsBacktracking && code.endsAtEnd(from: start)
  }

  func uses(_ assertion: Assertion) -> Bool { assertions & (1 &<< assertion.rawValue) != 0 }
}

extension [Instruction] {
  /// Whether no way leads from `start` to a match but through `$`, behind which nothing can be taken.
  fileprivate func endsAtEnd(from start: Int) -> Bool {
    var visited = [Bool](repeating: false, count: count)
    var pending = [start]
    while let index = pending.popLast() {
      if visited[index] { continue }
      visited[index] = true
      let step = self[index]
      switch step.code {
      case .match: return false
      case .assertion where step.argument == Int(Assertion.end.rawValue): continue
      case .split: pending.append(step.argument)
      default: break
      }
      pending.append(Int(step.next))
    }
    return true
  }
}

/// How matches of a program begin: found by following its empty steps from the start.
private struct Opening {
  var isAnchored = true
  var firstBytes = ByteSet()

  init(_ code: [Instruction], _ sets: [ByteSet], _ start: Int) {
    // Once through all assertions for the bytes, once around `\A` to see whether anything lies beyond.
    for avoidsBegin in [false, true] {
      var visited = [Bool](repeating: false, count: code.count)
      var pending = [start]
      while let index = pending.popLast() {
        if visited[index] { continue }
        visited[index] = true
        let step = code[index]
        switch step.code {
        case .split:
          pending.append(step.argument)
          pending.append(Int(step.next))
        case .save: pending.append(Int(step.next))
        case .assertion:
          if avoidsBegin && step.argument == Int(Assertion.begin.rawValue) { continue }
          pending.append(Int(step.next))
        default:
          if avoidsBegin {
            isAnchored = false
            continue
          }
          switch step.code {
          case .byte: firstBytes.insert(UInt8(truncatingIfNeeded: step.argument))
          case .letter:
            firstBytes.insert(UInt8(truncatingIfNeeded: step.argument))
            firstBytes.insert(UInt8(truncatingIfNeeded: step.argument) & 0xdf)
          case .set: firstBytes.formUnion(sets[step.argument])
          default: firstBytes = .all
          }
        }
      }
    }
  }
}
