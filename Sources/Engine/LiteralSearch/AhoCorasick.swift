internal import Bytes

/// An occurrence of a phrase.
public struct PhraseMatch: Equatable, Sendable {
  /// The index of the phrase in the list given to `AhoCorasick`; of equal phrases the first.
  public let phrase: Int
  /// Where it stands in the input.
  public let range: Range<Int>
}

/// Many phrases, searched for in one pass.
///
/// Time is linear in the input; memory grows with the bytes it takes to tell the phrases apart, not with their length.
public final class AhoCorasick: @unchecked Sendable {
  /// What a state reports.
  private struct Report {
    var depth: Int
    var terminal: Int
    var tail: Int
    /// The report of the next shorter suffix, −1 at the end.
    var next: Int
  }

  private let phrases: [[UInt8]]
  private let automaton: PhraseAutomaton
  private let reports: [Report]

  /// - Parameters:
  ///   - phrases: empty ones never match. Altogether up to four million bytes that tell them apart.
  ///   - ignoresCase: whether ASCII letters match in either case.
  public init(_ phrases: [[UInt8]], ignoresCase: Bool) {
    self.phrases = phrases
    let classes = PhraseAutomaton.classes(of: phrases, ignoresCase: ignoresCase)
    let trie = PhraseTrie(phrases, classes.map, minimumDepth: 4)
    guard let automaton = PhraseAutomaton(trie, classes.map, classes.count) else {
      fatalError("a phrase list of more than four million distinct bytes")
    }
    self.automaton = automaton
    var indexOfNode = [Int32](repeating: -1, count: trie.nodes.count)
    for (index, node) in automaton.reportNodes.enumerated() {
      indexOfNode[Int(node)] = Int32(truncatingIfNeeded: index)
    }
    var reports: [Report] = []
    reports.reserveCapacity(automaton.reportNodes.count)
    for index in automaton.reportNodes {
      let node = trie.nodes[Int(index)]
      var suffix = Int(node.failure)
      while suffix != 0 && indexOfNode[suffix] < 0 { suffix = Int(trie.nodes[suffix].failure) }
      reports.append(
        Report(
          depth: Int(node.depth), terminal: Int(node.terminal), tail: Int(node.tail),
          next: suffix == 0 ? -1 : Int(indexOfNode[suffix])))
    }
    self.reports = reports
  }

  /// Bytes the tables take, the phrases apart.
  public var tableBytes: Int { automaton.byteCount + reports.count * MemoryLayout<Report>.stride }

  /// The leftmost match that begins at or after `start`, and the longest of those that begin there.
  public func firstMatch(in input: Span<UInt8>, from start: Int) -> PhraseMatch? {
    var best: PhraseMatch?
    var position = max(start, 0)
    var state = automaton.root
    while position < input.count {
      advance(input, &position, &state, stopsAtEach: best != nil)
      if let found = best, position - automaton.depth(of: state) > found.range.lowerBound { break }
      if state & PhraseAutomaton.State.reports == 0 { continue }
      var index = automaton.report(of: state)
      while index >= 0 {
        let report = reports[index]
        consider(report.terminal, position - report.depth, input, &best)
        if report.tail >= 0 && isTail(report, input, at: position) {
          consider(report.tail, position - report.depth, input, &best)
        }
        index = report.next
      }
    }
    return best
  }

  /// Calls `body` with the leftmost-longest matches from left to right, none overlapping another, until it says `false`.
  public func forEachMatch(in input: Span<UInt8>, _ body: (PhraseMatch) -> Bool) {
    var position = 0
    while let match = firstMatch(in: input, from: position) {
      guard body(match) else { return }
      position = match.range.upperBound
    }
  }

  /// Steps until a state that reports, or once; `position` is then behind the byte that led there.
  private func advance(_ input: Span<UInt8>, _ position: inout Int, _ state: inout UInt32, stopsAtEach: Bool) {
    let stride = automaton.classCount + 2
    // No bounds checks: see `PhraseAutomaton.next`; the index stays below the input's count.
    automaton.words.withUnsafeBufferPointer { words in
      automaton.classMap.withUnsafeBufferPointer { classMap in
        input.withUnsafeBufferPointer { input in
          guard let words = words.baseAddress else { return }
          while position < input.count {
            state = PhraseAutomaton.next(words, stride, state, UInt32(classMap[Int(input[position])]))
            position &+= 1
            if stopsAtEach || state & PhraseAutomaton.State.reports != 0 { return }
          }
        }
      }
    }
  }

  private func consider(_ phrase: Int, _ start: Int, _ input: Span<UInt8>, _ best: inout PhraseMatch?) {
    guard phrase >= 0 else { return }
    let range = start..<start + phrases[phrase].count
    if let best, best.range.lowerBound < start || (best.range.lowerBound == start && best.range.count >= range.count) {
      return
    }
    best = PhraseMatch(phrase: phrase, range: range)
  }

  /// Whether the part of the tail phrase that has no nodes stands at `position`.
  private func isTail(_ report: Report, _ input: Span<UInt8>, at position: Int) -> Bool {
    let phrase = phrases[report.tail]
    guard input.count - position >= phrase.count - report.depth else { return false }
    for index in report.depth..<phrase.count {
      // Each byte of a phrase has a class of its own but for letters whose case is ignored.
      let wanted = automaton.classMap[Int(phrase[index])]
      if automaton.classMap[Int(input[position + index - report.depth])] != wanted { return false }
    }
    return true
  }
}
