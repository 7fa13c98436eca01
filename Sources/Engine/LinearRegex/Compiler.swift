internal import Bytes

/// Turns a syntax tree into a program, from the end backwards: each node is compiled knowing what comes after it, so that
/// no jump has to be patched.
///
/// Loops whose body can match the empty string need care: Perl and PCRE leave such a loop after an empty round. Whether a
/// round has taken a byte yet is made part of the position in the program: the body is compiled once "watched" (nothing
/// taken yet: at its end the loop is left) and once plain. That keeps priorities and captures exactly those of a
/// backtracking matcher while each (instruction, position) pair still has one future.
struct Compiler {
  let tree: SyntaxTree
  var code: [Instruction] = []
  var start = 0
  var assertions: UInt8 = 0

  init(_ tree: SyntaxTree) {
    self.tree = tree
    code.reserveCapacity(Int(tree[tree.root].size) + 3)
  }

  mutating func compile() {
    let match = emit(.match, 0, next: 0)
    let close = emit(.save, 1, next: match)
    start = emit(.save, 0, next: compile(tree.root, then: close))
  }

  private mutating func emit(_ operation: Instruction.Code, _ argument: Int, next: Int) -> Int {
    code.append(Instruction(operation, argument, next: next))
    return code.count - 1
  }

  /// Compiles `node` so that it goes on with `next`; returns where it begins.
  private mutating func compile(_ index: Int32, then next: Int) -> Int {
    compile(index, taken: next, empty: next, isWatched: false)
  }

  /// Compiles `node` to go on with `taken` when anything has been taken, with `empty` otherwise.
  private mutating func compile(_ index: Int32, taken: Int, empty: Int, isWatched: Bool) -> Int {
    let node = tree[index]
    if isWatched && node.minimum > 0 { return compile(index, then: taken) }
    switch node.kind {
    case .empty: return empty
    case .byte: return emit(node.flag == 1 ? .letter : .byte, Int(node.value), next: taken)
    case .set: return emit(.set, Int(node.value), next: taken)
    case .assertion:
      assertions |= 1 &<< UInt8(truncatingIfNeeded: node.value)
      return emit(.assertion, Int(node.value), next: empty)
    case .concatenation:
      return compileSequence(node.child, taken: taken, empty: empty, isWatched: isWatched).watched
    case .alternation:
      return compileBranches(node.child, taken: taken, empty: empty, isWatched: isWatched)
    case .repetition: return compileRepetition(node, taken: taken, empty: empty, isWatched: isWatched)
    case .group:
      let slot = 2 * Int(node.value)
      let closeTaken = emit(.save, slot + 1, next: taken)
      let closeEmpty = isWatched ? emit(.save, slot + 1, next: empty) : closeTaken
      let body = compile(node.child, taken: closeTaken, empty: closeEmpty, isWatched: isWatched)
      return emit(.save, slot, next: body)
    case .backreference:
      let target = emit(.target, 0, next: empty)
      let argument = Int(node.value) | (node.flag == 1 ? 1 << 16 : 0)
      // The pair must stand in this order.
      code[target] = Instruction(.backreference, argument, next: taken)
      _ = emit(.target, 0, next: empty)
      return target
    case .atomic: return compileAtomic(node.child, taken: taken, empty: empty, isWatched: isWatched)
    case .look: return compileLook(node, then: empty)
    }
  }

  /// The children from `first` on; where the watched and where the plain form begins.
  private mutating func compileSequence(
    _ first: Int32, taken: Int, empty: Int, isWatched: Bool
  ) -> (plain: Int, watched: Int) {
    // Backwards needs the children in reverse; a sequence can be thousands long, so no recursion.
    var children: [Int32] = []
    var child = first
    while child >= 0 {
      children.append(child)
      child = tree[child].next
    }
    var plain = taken
    var watched = empty
    for (position, child) in children.enumerated().reversed() {
      if isWatched {
        watched = compile(child, taken: plain, empty: watched, isWatched: true)
        // The plain form of the first child has nobody before it to come from.
        if position > 0 { plain = compile(child, then: plain) }
      } else {
        plain = compile(child, then: plain)
        watched = plain
      }
    }
    return (plain, watched)
  }

  private mutating func compileBranches(_ first: Int32, taken: Int, empty: Int, isWatched: Bool) -> Int {
    var entries: [Int] = []
    var branch = first
    while branch >= 0 {
      entries.append(compile(branch, taken: taken, empty: empty, isWatched: isWatched))
      branch = tree[branch].next
    }
    var entry = entries.removeLast()
    while let preferred = entries.popLast() { entry = emit(.split, entry, next: preferred) }
    return entry
  }

  /// A branch between doing `again` and going on, the preferred one first.
  private mutating func emitChoice(_ again: Int, _ onward: Int, isLazy: Bool) -> Int {
    isLazy ? emit(.split, again, next: onward) : emit(.split, onward, next: again)
  }

  private mutating func compileRepetition(
    _ node: SyntaxTree.Node, taken: Int, empty: Int, isWatched: Bool
  ) -> Int {
    guard node.flag == SyntaxTree.Greed.possessive else {
      return compileCounts(node, taken: taken, empty: empty, isWatched: isWatched)
    }
    let acceptTaken = emit(.accept, 0, next: taken)
    let acceptEmpty = isWatched ? emit(.accept, 0, next: empty) : acceptTaken
    let body = compileCounts(node, taken: acceptTaken, empty: acceptEmpty, isWatched: isWatched)
    return emit(.atomic, 0, next: body)
  }

  private mutating func compileCounts(
    _ node: SyntaxTree.Node, taken: Int, empty: Int, isWatched: Bool
  ) -> Int {
    let isLazy = node.flag == SyntaxTree.Greed.lazy
    var plain = taken
    var watched = empty
    if node.limit < 0 {
      // x{n,} is n−1 times x, then x+; x* is (x+)?.
      let round = compileRounds(node.child, then: taken, isLazy: isLazy)
      plain = round.entry
      if isWatched {
        watched = compile(node.child, taken: round.again, empty: empty, isWatched: true)
      }
      if node.value == 0 {
        plain = emitChoice(plain, taken, isLazy: isLazy)
        if isWatched { watched = emitChoice(watched, empty, isLazy: isLazy) }
      }
      for _ in 0..<max(node.value - 1, 0) { repeatOnce(node.child, &plain, &watched, isWatched) }
    } else {
      // x{n,m}: n times x, then (x(x(x)?)?)?.
      for _ in 0..<(node.limit - node.value) {
        repeatOnce(node.child, &plain, &watched, isWatched)
        plain = emitChoice(plain, taken, isLazy: isLazy)
        if isWatched { watched = emitChoice(watched, empty, isLazy: isLazy) }
      }
      for _ in 0..<node.value { repeatOnce(node.child, &plain, &watched, isWatched) }
    }
    return isWatched ? watched : plain
  }

  private mutating func repeatOnce(_ child: Int32, _ plain: inout Int, _ watched: inout Int, _ isWatched: Bool) {
    if isWatched { watched = compile(child, taken: plain, empty: watched, isWatched: true) }
    plain = compile(child, then: plain)
  }

  /// x+: where it begins, and the branch at the end of a round.
  private mutating func compileRounds(_ child: Int32, then next: Int, isLazy: Bool) -> (entry: Int, again: Int) {
    let again = emitChoice(0, next, isLazy: isLazy)
    let entry =
      tree[child].minimum == 0
      ? compile(child, taken: again, empty: next, isWatched: true) : compile(child, then: again)
    code[again] =
      isLazy ? Instruction(.split, entry, next: next) : Instruction(.split, next, next: entry)
    return (entry, again)
  }

  private mutating func compileAtomic(_ child: Int32, taken: Int, empty: Int, isWatched: Bool) -> Int {
    let acceptTaken = emit(.accept, 0, next: taken)
    let acceptEmpty = isWatched ? emit(.accept, 0, next: empty) : acceptTaken
    let body = compile(child, taken: acceptTaken, empty: acceptEmpty, isWatched: isWatched)
    return emit(.atomic, 0, next: body)
  }

  private mutating func compileLook(_ node: SyntaxTree.Node, then next: Int) -> Int {
    let accept = emit(.accept, 0, next: 0)
    var body: Int
    if node.flag & 1 != 0 {
      body = compileBehind(node.child, then: accept)
    } else {
      body = compile(node.child, then: accept)
    }
    body = emit(.look, node.flag &>> 1 == 1 ? 1 : 0, next: body)
    _ = emit(.target, 0, next: next)
    return body
  }

  /// Each branch goes back by its own length first.
  private mutating func compileBehind(_ content: Int32, then accept: Int) -> Int {
    guard tree[content].kind == .alternation else {
      return emit(.back, Int(tree[content].minimum), next: compile(content, then: accept))
    }
    var entries: [Int] = []
    var branch = tree[content].child
    while branch >= 0 {
      entries.append(emit(.back, Int(tree[branch].minimum), next: compile(branch, then: accept)))
      branch = tree[branch].next
    }
    var entry = entries.removeLast()
    while let preferred = entries.popLast() { entry = emit(.split, entry, next: preferred) }
    return entry
  }
}
