internal import Bytes

/// The prefix tree of a set of phrases, over classes of bytes: what a `PhraseAutomaton` is made from.
///
/// A branch in which only one phrase is left is cut off: the node remembers the phrase, whose rest is compared with the
/// input when the node is reached. Long phrases therefore cost no more nodes than it takes to tell them apart.
struct PhraseTrie {
  struct Node {
    var firstChild: Int32 = -1
    var sibling: Int32 = -1
    /// The class that leads here.
    var edge: UInt8 = 0
    var depth: UInt16 = 0
    /// The phrase that ends here, −1 for none.
    var terminal: Int32 = -1
    /// The only phrase that goes on from here, −1 if there is none or there are children.
    var tail: Int32 = -1
    /// The node of the longest proper suffix of this node's path.
    var failure: Int32 = 0
  }

  private(set) var nodes = [Node()]
  /// Node indices, nearer to the root first.
  private(set) var breadthFirst: [Int32] = [0]
  private let classMap: [UInt8]
  /// Nodes above this depth are never cut, so that comparing rests is rare.
  private let minimumDepth: Int

  /// - Parameter minimumDepth: `Int.max` cuts nothing.
  init(_ phrases: [[UInt8]], _ classMap: [UInt8], minimumDepth: Int) {
    self.classMap = classMap
    self.minimumDepth = minimumDepth
    for (index, phrase) in phrases.enumerated() where !phrase.isEmpty { insert(index, phrase, phrases) }
    link()
  }

  private func child(of node: Int, _ edge: UInt8) -> Int? {
    var child = nodes[node].firstChild
    while child >= 0 {
      if nodes[Int(child)].edge == edge { return Int(child) }
      child = nodes[Int(child)].sibling
    }
    return nil
  }

  private mutating func addChild(of node: Int, _ edge: UInt8) -> Int {
    var child = Node()
    child.edge = edge
    child.depth = nodes[node].depth &+ 1
    child.sibling = nodes[node].firstChild
    nodes[node].firstChild = Int32(truncatingIfNeeded: nodes.count)
    nodes.append(child)
    return nodes.count - 1
  }

  private mutating func insert(_ index: Int, _ phrase: [UInt8], _ phrases: [[UInt8]]) {
    var node = 0
    // The depth of a node is kept in 16 bits; what is longer is left to the comparison.
    while Int(nodes[node].depth) < phrase.count && nodes[node].depth < UInt16.max {
      let depth = Int(nodes[node].depth)
      let edge = classMap[Int(phrase[depth])]
      if let child = child(of: node, edge) {
        node = child
        continue
      }
      let other = Int(nodes[node].tail)
      if other >= 0 {
        if isSame(phrase, phrases[other]) { return }
        // Two phrases share this path: the one that was cut off here goes one node further.
        nodes[node].tail = -1
        pushDown(other, phrases[other], from: node)
        continue
      }
      if depth >= minimumDepth && nodes[node].firstChild < 0 {
        nodes[node].tail = Int32(truncatingIfNeeded: index)
        return
      }
      node = addChild(of: node, edge)
    }
    // Of equal phrases the first counts.
    if nodes[node].terminal < 0 { nodes[node].terminal = Int32(truncatingIfNeeded: index) }
  }

  private func isSame(_ one: [UInt8], _ other: [UInt8]) -> Bool {
    guard one.count == other.count else { return false }
    for index in one.indices where classMap[Int(one[index])] != classMap[Int(other[index])] { return false }
    return true
  }

  private mutating func pushDown(_ index: Int, _ phrase: [UInt8], from node: Int) {
    let depth = Int(nodes[node].depth)
    let child = addChild(of: node, classMap[Int(phrase[depth])])
    if phrase.count == depth + 1 {
      nodes[child].terminal = Int32(truncatingIfNeeded: index)
    } else {
      nodes[child].tail = Int32(truncatingIfNeeded: index)
    }
  }

  /// Finds the failure node of each node, breadth first.
  private mutating func link() {
    breadthFirst.reserveCapacity(nodes.count)
    var position = 0
    while position < breadthFirst.count {
      let node = Int(breadthFirst[position])
      position += 1
      var child = nodes[node].firstChild
      while child >= 0 {
        breadthFirst.append(child)
        if node != 0 {
          var suffix = Int(nodes[node].failure)
          while true {
            if let found = self.child(of: suffix, nodes[Int(child)].edge) {
              nodes[Int(child)].failure = Int32(truncatingIfNeeded: found)
              break
            }
            if suffix == 0 { break }
            suffix = Int(nodes[suffix].failure)
          }
        }
        child = nodes[Int(child)].sibling
      }
    }
  }
}
