internal import Bytes

/// The Aho–Corasick automaton of a `PhraseTrie` in one flat table of words.
///
/// The root and the nodes below it have full rows: an entry for each class of bytes. A deeper state lists only where it
/// differs from the row of its last byte, which is to say the transitions that lead three bytes deep or more; there are
/// few. States with many get a row of their own. Each byte of the input costs one step, whatever the phrases.
///
/// Words of a state, from its offset on: what it has to report (only if it has); `meta`; then row or exceptions.
struct PhraseAutomaton {
  /// A state: the offset of its `meta`, and what a loop must know about it.
  enum State {
    static let offset: UInt32 = (1 << 22) - 1
    static let hasRow: UInt32 = 1 << 22
    static let reports: UInt32 = 1 << 23
    static let all: UInt32 = (1 << 24) - 1
  }

  let classMap: [UInt8]
  let classCount: Int
  private(set) var words: [UInt32] = []
  /// The state at the start.
  private(set) var root: UInt32 = 0
  /// For each node of the trie that reports, or inherits a report, its index plus one in the order of `reportNodes`.
  private(set) var reportNodes: [Int32] = []

  /// Meta: 6 bits count of exceptions, 9 bits the row they differ from, 17 bits depth.
  private static let exceptionLimit = 8

  /// - Returns: `nil` if the phrases need more words than a state can address.
  init?(_ trie: PhraseTrie, _ classMap: [UInt8], _ classCount: Int) {
    self.classMap = classMap
    self.classCount = classCount
    let nodes = trie.nodes

    // Which nodes report: their own phrase, or a suffix's.
    var reports = [Int32](repeating: 0, count: nodes.count)
    for index in trie.breadthFirst {
      let node = nodes[Int(index)]
      if node.terminal >= 0 || node.tail >= 0 {
        reportNodes.append(index)
        reports[Int(index)] = Int32(truncatingIfNeeded: reportNodes.count)
      } else if index != 0 {
        reports[Int(index)] = reports[Int(node.failure)]
      }
    }

    // Exceptions of deep nodes: their children, and what their suffix's differ in.
    var firstException = [Int32](repeating: 0, count: nodes.count)
    var exceptionCount = [UInt16](repeating: 0, count: nodes.count)
    var exceptions: [(edge: UInt8, node: Int32)] = []
    for index in trie.breadthFirst where nodes[Int(index)].depth > 1 {
      let node = nodes[Int(index)]
      let first = exceptions.count
      var child = node.firstChild
      while child >= 0 {
        exceptions.append((nodes[Int(child)].edge, child))
        child = nodes[Int(child)].sibling
      }
      let own = exceptions.count
      let suffix = Int(node.failure)
      for inherited in 0..<Int(exceptionCount[suffix]) {
        let exception = exceptions[Int(firstException[suffix]) + inherited]
        if !exceptions[first..<own].contains(where: { $0.edge == exception.edge }) { exceptions.append(exception) }
      }
      firstException[Int(index)] = Int32(truncatingIfNeeded: first)
      exceptionCount[Int(index)] = UInt16(truncatingIfNeeded: exceptions.count - first)
    }

    // Places. Rows of root and first level come first, with equal strides, so that a row's number gives its offset.
    let stride = classCount + 2
    var states = [UInt32](repeating: 0, count: nodes.count)
    var rowOfClass = [UInt32](repeating: 0, count: classCount)
    var size = 0
    for (row, index) in trie.breadthFirst.enumerated() {
      let node = nodes[Int(index)]
      var state: UInt32 = reports[Int(index)] > 0 ? State.reports : 0
      if node.depth <= 1 {
        if node.depth == 1 { rowOfClass[Int(node.edge)] = UInt32(truncatingIfNeeded: row) }
        state |= State.hasRow | UInt32(truncatingIfNeeded: size + 1)
        size += stride
      } else {
        if reports[Int(index)] > 0 { size += 1 }
        state |= UInt32(truncatingIfNeeded: size)
        let count = Int(exceptionCount[Int(index)])
        if count > Self.exceptionLimit {
          state |= State.hasRow
          size += 1 + classCount
        } else {
          size += 1 + count
        }
      }
      if size > Int(State.offset) { return nil }
      states[Int(index)] = state
    }
    root = states[0]

    words = [UInt32](repeating: root, count: size)
    for index in trie.breadthFirst {
      let node = nodes[Int(index)]
      let state = states[Int(index)]
      let offset = Int(state & State.offset)
      if reports[Int(index)] > 0 { words[offset - 1] = UInt32(reports[Int(index)]) }
      let row = node.depth == 0 ? 0 : rowOfClass[Int(node.edge)]
      words[offset] = row &<< 6 | UInt32(node.depth) &<< 15
      let first = offset + 1
      if node.depth <= 1 {
        if node.depth == 1 { copyRow(from: 2, to: first) }
        var child = node.firstChild
        while child >= 0 {
          words[first + Int(nodes[Int(child)].edge)] = states[Int(child)]
          child = nodes[Int(child)].sibling
        }
        continue
      }
      if state & State.hasRow != 0 { copyRow(from: Int(row) * stride + 2, to: first) }
      for exception in 0..<Int(exceptionCount[Int(index)]) {
        let (edge, target) = exceptions[Int(firstException[Int(index)]) + exception]
        if state & State.hasRow != 0 {
          words[first + Int(edge)] = states[Int(target)]
        } else {
          words[first + exception] = UInt32(edge) &<< 24 | states[Int(target)]
          words[offset] += 1
        }
      }
    }
  }

  private mutating func copyRow(from: Int, to: Int) {
    for entry in 0..<classCount { words[to + entry] = words[from + entry] }
  }

  /// Bytes of the table.
  var byteCount: Int { words.count * 4 }

  func depth(of state: UInt32) -> Int { Int(words[Int(state & State.offset)] &>> 15) }

  /// What `state` reports: an index into `reportNodes`.
  func report(of state: UInt32) -> Int { Int(words[Int(state & State.offset) - 1]) - 1 }

  /// The state after `state` on a byte of class `edge`.
  ///
  /// No bounds checks, for the sake of `matching-bench`: states come from the table only, edges from `classMap`.
  @inline(__always)
  static func next(_ words: UnsafePointer<UInt32>, _ stride: Int, _ state: UInt32, _ edge: UInt32) -> UInt32 {
    let offset = Int(state & State.offset)
    if state & State.hasRow != 0 { return words[offset &+ 1 &+ Int(edge)] }
    let meta = words[offset]
    let count = Int(meta & 63)
    var index = 1
    while index <= count {
      let exception = words[offset &+ index]
      if exception &>> 24 == edge { return exception & State.all }
      index &+= 1
    }
    return words[Int((meta &>> 6) & 511) &* stride &+ 2 &+ Int(edge)]
  }

  /// Classes of the bytes in `phrases`: each byte its own, letters with their other case if that is ignored, and one
  /// for all others.
  static func classes(of phrases: [[UInt8]], ignoresCase: Bool) -> (map: [UInt8], count: Int) {
    var used = ByteSet()
    for phrase in phrases {
      for byte in phrase { used.insert(ignoresCase ? byte.lowercasedASCII : byte) }
    }
    var map = [UInt8](repeating: 0, count: 256)
    // With all bytes in use there are no others.
    var count = used.count < 256 ? 1 : 0
    for byte in UInt8.min...UInt8.max where used.contains(byte) {
      map[Int(byte)] = UInt8(truncatingIfNeeded: count)
      count += 1
    }
    if ignoresCase {
      for byte in UInt8(ascii: "A")...UInt8(ascii: "Z") { map[Int(byte)] = map[Int(byte.lowercasedASCII)] }
    }
    return (map, count)
  }
}
