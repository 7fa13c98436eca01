internal import Bytes

// Making nodes. Each maker fills in the lengths and sizes of its node from those of its children, so that no later pass
// has to walk the tree for them.
extension SyntaxTree {
  mutating func addEmpty() -> Int32 { add(Node(kind: .empty)) }

  mutating func addByte(_ byte: UInt8, ignoringCase: Bool) -> Int32 {
    let folds = ignoringCase && byte.isASCIILetter
    var node = Node(kind: .byte)
    node.flag = folds ? 1 : 0
    node.value = Int32(folds ? byte.lowercasedASCII : byte)
    (node.minimum, node.maximum, node.size, node.watchedSize) = (1, 1, 1, 1)
    return add(node)
  }

  mutating func addSet(_ set: ByteSet) -> Int32 {
    var node = Node(kind: .set)
    node.value = intern(set)
    (node.minimum, node.maximum, node.size, node.watchedSize) = (1, 1, 1, 1)
    return add(node)
  }

  mutating func addAssertion(_ assertion: Assertion) -> Int32 {
    var node = Node(kind: .assertion)
    node.value = Int32(assertion.rawValue)
    (node.size, node.watchedSize) = (1, 1)
    return add(node)
  }

  mutating func addBackreference(_ group: Int32, ignoringCase: Bool) -> Int32 {
    needsBacktracking = true
    var node = Node(kind: .backreference)
    node.value = group
    node.flag = ignoringCase ? 1 : 0
    (node.maximum, node.size, node.watchedSize) = (Self.lengthCap, 2, 2)
    return add(node)
  }

  mutating func addGroup(_ number: Int, _ child: Int32) -> Int32 {
    var node = wrap(.group, child)
    node.value = Int32(truncatingIfNeeded: number)
    node.size = Self.sum(self[child].size, 2)
    node.watchedSize = Self.sum(self[child].watchedSize, 3)
    return add(node)
  }

  mutating func addAtomic(_ child: Int32) -> Int32 {
    needsBacktracking = true
    var node = wrap(.atomic, child)
    node.size = Self.sum(self[child].size, 2)
    node.watchedSize = Self.sum(self[child].watchedSize, 3)
    return add(node)
  }

  /// A lookaround. Behind, each branch must have one length; the caller has made sure of it.
  mutating func addLook(_ child: Int32, behind: Bool, negative: Bool) -> Int32 {
    needsBacktracking = true
    var node = wrap(.look, child)
    node.flag = (behind ? 1 : 0) | (negative ? 2 : 0)
    (node.minimum, node.maximum) = (0, 0)
    var branches: Int32 = 2
    if self[child].kind == .alternation {
      var branch = self[child].child
      while branch >= 0 {
        branches += 1
        branch = self[branch].next
      }
    }
    node.size = Self.sum(self[child].size, Self.sum(3, branches))
    node.watchedSize = node.size
    return add(node)
  }

  /// Makes the chain of nodes beginning at `first` one node: itself if it is alone.
  mutating func addConcatenation(_ first: Int32) -> Int32 {
    if first < 0 { return addEmpty() }
    if self[first].next < 0 { return first }
    var node = Node(kind: .concatenation)
    node.child = first
    var item = first
    while item >= 0 {
      let child = self[item]
      node.height = max(node.height, child.height &+ 1)
      node.minimum = Self.sum(node.minimum, child.minimum)
      node.maximum = Self.sum(node.maximum, child.maximum)
      node.size = Self.sum(node.size, child.size)
      node.watchedSize = Self.sum(node.watchedSize, Self.sum(child.size, child.watchedSize))
      item = child.next
    }
    return add(node)
  }

  mutating func addAlternation(_ first: Int32) -> Int32 {
    if self[first].next < 0 { return first }
    var node = Node(kind: .alternation)
    node.child = first
    node.minimum = Self.lengthCap
    var item = first
    while item >= 0 {
      let child = self[item]
      node.height = max(node.height, child.height &+ 1)
      node.minimum = min(node.minimum, child.minimum)
      node.maximum = max(node.maximum, child.maximum)
      node.size = Self.sum(node.size, Self.sum(child.size, 1))
      node.watchedSize = Self.sum(node.watchedSize, Self.sum(child.watchedSize, 1))
      item = child.next
    }
    return add(node)
  }

  /// Turns the node at `index`, which is the last of its chain, into a repetition of itself.
  mutating func repeatLast(_ index: Int32, from low: Int32, to high: Int32, greed: UInt8) {
    var child = self[index]
    child.next = -1
    let moved = add(child)
    var node = wrap(.repetition, moved)
    node.value = low
    node.limit = high
    node.flag = greed
    node.minimum = Self.product(child.minimum, low)
    node.maximum = high < 0 ? (child.maximum == 0 ? 0 : Self.lengthCap) : Self.product(child.maximum, high)
    let both = Self.sum(child.size, child.watchedSize)
    if high < 0 {
      let last = Self.sum(child.minimum == 0 ? child.watchedSize : child.size, 2)
      node.size = Self.sum(Self.product(child.size, max(low - 1, 0)), last)
      node.watchedSize = Self.sum(Self.product(both, max(low - 1, 0)), Self.sum(Self.product(both, 2), 4))
    } else {
      node.size = Self.sum(Self.product(child.size, high), high - low)
      node.watchedSize = Self.product(Self.sum(both, 1), Self.product(high, 2))
    }
    if greed == Greed.possessive {
      needsBacktracking = true
      node.size = Self.sum(node.size, 2)
      node.watchedSize = Self.sum(node.watchedSize, 3)
    }
    self[index] = node
  }

  private func wrap(_ kind: Kind, _ child: Int32) -> Node {
    var node = Node(kind: kind)
    node.child = child
    node.height = self[child].height &+ 1
    node.minimum = self[child].minimum
    node.maximum = self[child].maximum
    return node
  }
}
