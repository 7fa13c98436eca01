internal import Bytes

/// Many requirements, tested against one value in one pass.
///
/// The pass does two things with each byte: it notes the byte's class, and steps the automaton of all required strings of
/// two bytes and more. Required strings of one byte, and sets of bytes, are then looked up among the classes seen.
///
/// One thread at a time: the pass writes to scratch space of the screen.
public final class Screen: @unchecked Sendable {
  /// Bits per requirement, in the order given to `init`; 64 to a word.
  public let wordCount: Int

  private let classMap: [UInt8]
  /// `nil` when no requirement has strings of two bytes.
  private let automaton: PhraseAutomaton?
  /// For each report of the automaton the mask of requirements it fulfils, as an index into `masks`.
  private let maskOfReport: [UInt16]
  /// Masks of requirements, `wordCount` words each.
  private let masks: [UInt64]
  /// The classes of bytes that fulfil a requirement by themselves, and which mask of requirements.
  private let triggers: [(edge: UInt8, mask: UInt16)]
  /// Requirements without strings.
  private let unconditional: [UInt64]
  /// For each length below `lengthLimit`, and for all from there on, the requirements with a minimum no larger.
  private let lengthMasks: [UInt64]
  /// Requirements with a minimum above `lengthLimit`.
  private let longMinimums: [(requirement: Int, length: Int)]
  /// Sets of classes, four words each; `conditionEnds` says where those of each requirement end.
  private let conditions: [UInt64]
  private let conditionEnds: [UInt32]
  /// Classes seen (four words), then the requirements with a string found.
  private let scratch: UnsafeMutablePointer<UInt64>

  private static let lengthLimit = 32

  public init(_ requirements: [MatchRequirement]) {
    let wordCount = (requirements.count + 63) / 64
    self.wordCount = wordCount
    scratch = .allocate(capacity: 4 + wordCount)
    scratch.initialize(repeating: 0, count: 4 + wordCount)
    let classes = ScreenClasses(requirements)
    classMap = classes.map

    // Strings, each once, with the requirements it belongs to.
    var strings = StringTable(wordCount: wordCount)
    var singles = [Int32](repeating: -1, count: 256)
    var table = MaskTable(wordCount: wordCount)
    var singleMasks: [(byte: UInt8, words: [UInt64])] = []
    var unconditional = [UInt64](repeating: 0, count: wordCount)
    for (index, requirement) in requirements.enumerated() {
      let bit: UInt64 = 1 &<< UInt64(index & 63)
      if requirement.literals.isEmpty || requirement.literals.contains(where: { $0.isEmpty }) {
        unconditional[index / 64] |= bit
        continue
      }
      for literal in requirement.literals {
        guard literal.count == 1 else {
          strings.add(literal, index)
          continue
        }
        let byte = literal[0].lowercasedASCII
        if singles[Int(byte)] < 0 {
          singles[Int(byte)] = Int32(truncatingIfNeeded: singleMasks.count)
          singleMasks.append((byte, [UInt64](repeating: 0, count: wordCount)))
        }
        singleMasks[Int(singles[Int(byte)])].words[index / 64] |= bit
      }
    }
    self.unconditional = unconditional
    triggers = singleMasks.map { (classes.map[Int($0.byte)], table.add($0.words)) }

    // The automaton, and the union of masks along the suffixes of each report.
    var maskOfReport: [UInt16] = []
    if strings.phrases.isEmpty {
      automaton = nil
    } else {
      let trie = PhraseTrie(strings.phrases, classes.map, minimumDepth: .max)
      guard let made = PhraseAutomaton(trie, classes.map, classes.count) else {
        fatalError("required strings of more than four million bytes")
      }
      automaton = made
      var indexOfNode = [Int32](repeating: -1, count: trie.nodes.count)
      for (index, nodeIndex) in made.reportNodes.enumerated() {
        let node = trie.nodes[Int(nodeIndex)]
        var words = node.terminal >= 0 ? strings.mask(of: Int(node.terminal)) : [UInt64](repeating: 0, count: wordCount)
        var suffix = Int(node.failure)
        while suffix != 0 && indexOfNode[suffix] < 0 { suffix = Int(trie.nodes[suffix].failure) }
        if suffix != 0 {
          let inherited = Int(maskOfReport[Int(indexOfNode[suffix])])
          for word in 0..<wordCount { words[word] |= table.words[inherited * wordCount + word] }
        }
        indexOfNode[Int(nodeIndex)] = Int32(truncatingIfNeeded: index)
        maskOfReport.append(table.add(words))
      }
    }
    self.maskOfReport = maskOfReport
    masks = table.words

    var lengthMasks = [UInt64](repeating: 0, count: (Self.lengthLimit + 1) * wordCount)
    var longMinimums: [(requirement: Int, length: Int)] = []
    var conditions: [UInt64] = []
    var conditionEnds: [UInt32] = []
    for (index, requirement) in requirements.enumerated() {
      for length in min(requirement.minimumLength, Self.lengthLimit)...Self.lengthLimit {
        lengthMasks[length * wordCount + index / 64] |= 1 &<< UInt64(index & 63)
      }
      if requirement.minimumLength > Self.lengthLimit { longMinimums.append((index, requirement.minimumLength)) }
      for set in requirement.byteSets { conditions.append(contentsOf: classes.words(of: set)) }
      conditionEnds.append(UInt32(truncatingIfNeeded: conditions.count))
    }
    self.lengthMasks = lengthMasks
    self.longMinimums = longMinimums
    self.conditions = conditions
    self.conditionEnds = conditionEnds
  }

  deinit { scratch.deallocate() }

  /// Bytes the tables take.
  public var tableBytes: Int {
    (automaton?.byteCount ?? 0) + maskOfReport.count * 2
      + (masks.count + lengthMasks.count + conditions.count + unconditional.count) * 8 + conditionEnds.count * 4 + 256
  }

  /// Sets in `candidates` the bit of each requirement that `value` fulfils; clears the others.
  ///
  /// - Parameter candidates: at least `wordCount` words; only the first `wordCount` are written.
  public func test(_ value: Span<UInt8>, _ candidates: inout [UInt64]) {
    for word in 0..<4 + wordCount { scratch[word] = 0 }
    scan(value)
    let found = scratch + 4
    for trigger in triggers where scratch[Int(trigger.edge &>> 6)] & (1 &<< UInt64(trigger.edge & 63)) != 0 {
      for word in 0..<wordCount { found[word] |= masks[Int(trigger.mask) * wordCount + word] }
    }
    let length = min(value.count, Self.lengthLimit) * wordCount
    for word in 0..<wordCount {
      candidates[word] = (found[word] | unconditional[word]) & lengthMasks[length + word]
    }
    for (requirement, length) in longMinimums where value.count < length {
      candidates[requirement / 64] &= ~(1 &<< UInt64(requirement & 63))
    }
    for word in 0..<wordCount {
      var bits = candidates[word]
      while bits != 0 {
        let bit = bits.trailingZeroBitCount
        bits &= bits &- 1
        if !meetsConditions(word * 64 + bit) { candidates[word] &= ~(1 &<< UInt64(bit)) }
      }
    }
  }

  private func meetsConditions(_ requirement: Int) -> Bool {
    var condition = requirement == 0 ? 0 : Int(conditionEnds[requirement - 1])
    let end = Int(conditionEnds[requirement])
    while condition < end {
      let hit =
        conditions[condition] & scratch[0] | conditions[condition + 1] & scratch[1]
        | conditions[condition + 2] & scratch[2] | conditions[condition + 3] & scratch[3]
      if hit == 0 { return false }
      condition += 4
    }
    return true
  }

  /// The pass over the value: fills `scratch`.
  ///
  /// No bounds checks, for the sake of `matching-bench`: classes are below 256 and so four words hold them; the automaton's
  /// table leads to places in itself only; its reports have masks.
  private func scan(_ value: Span<UInt8>) {
    let seen = scratch
    classMap.withUnsafeBufferPointer { classMap in
      value.withUnsafeBufferPointer { value in
        guard let automaton else {
          for byte in value {
            let edge = classMap[Int(byte)]
            seen[Int(edge &>> 6)] |= 1 &<< UInt64(edge & 63)
          }
          return
        }
        let stride = automaton.classCount + 2
        automaton.words.withUnsafeBufferPointer { words in
          guard let words = words.baseAddress else { return }
          var state = automaton.root
          for byte in value {
            let edge = classMap[Int(byte)]
            seen[Int(edge &>> 6)] |= 1 &<< UInt64(edge & 63)
            state = PhraseAutomaton.next(words, stride, state, UInt32(edge))
            if state & PhraseAutomaton.State.reports != 0 { note(automaton.report(of: state)) }
          }
        }
      }
    }
  }

  private func note(_ report: Int) {
    let mask = Int(maskOfReport[report]) * wordCount
    for word in 0..<wordCount { scratch[4 + word] |= masks[mask + word] }
  }
}
