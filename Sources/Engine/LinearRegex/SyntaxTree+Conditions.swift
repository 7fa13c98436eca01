// Patterns such as `^(?=.*<script)(?!.*safe).*alert`: lookaheads at the beginning of the subject, and a rest.
extension SyntaxTree {
  /// A linear pattern that must match where the subject begins, or must not.
  struct Condition {
    var tree: SyntaxTree
    var isNegative: Bool
  }

  /// What such a pattern asks: it matches if each of these linear patterns does, or does not when it is negative. All of
  /// them begin where the subject does, so none depends on where another ended. Empty for any other pattern.
  func conditions() -> [Condition] {
    guard self[root].kind == .concatenation, isAssertion(self[root].child, .begin) else { return [] }
    var conditions: [Condition] = []
    var item = self[self[root].child].next
    while item >= 0, self[item].kind == .look, self[item].flag & 1 == 0 {
      guard isLinear(self[item].child) else { return [] }
      conditions.append(Condition(tree: atBegin(self[item].child), isNegative: self[item].flag & 2 != 0))
      item = self[item].next
    }
    if conditions.isEmpty { return [] }
    var rest = item
    while rest >= 0 {
      guard isLinear(rest) else { return [] }
      rest = self[rest].next
    }
    if item >= 0 { conditions.append(Condition(tree: atBegin(item), isNegative: false)) }
    return conditions
  }

  private func isAssertion(_ index: Int32, _ assertion: Assertion) -> Bool {
    self[index].kind == .assertion && self[index].value == Int32(assertion.rawValue)
  }

  /// Whether an automaton can run the node: nothing in it looks around, refers back or keeps what it has taken.
  private func isLinear(_ index: Int32) -> Bool {
    var left = [index]
    while let index = left.popLast() {
      let node = self[index]
      switch node.kind {
      case .look, .atomic, .backreference: return false
      case .repetition where node.flag == Greed.possessive: return false
      default: break
      }
      var child = node.child
      while child >= 0 {
        left.append(child)
        child = self[child].next
      }
    }
    return true
  }

  /// The chain of nodes that begins at `first`, tied to the beginning of the subject.
  private func atBegin(_ first: Int32) -> SyntaxTree {
    var tree = self
    tree.needsBacktracking = false
    let begin = tree.addAssertion(.begin)
    tree[begin].next = first
    tree.root = tree.addConcatenation(begin)
    return tree
  }
}
