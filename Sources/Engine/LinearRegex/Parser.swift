internal import Bytes

/// Reads PCRE syntax into a `SyntaxTree`.
///
/// Source: pcre2pattern(3) for 10.42 in byte mode, with DOTALL and DOLLAR_ENDONLY set. What an engine of rules has no
/// use for is refused: recursion, conditions, verbs, branch reset, `\K`, `\G`, `\X`, `\p`.
///
/// An explicit stack of open groups, no recursion: a pattern cannot exhaust the machine's stack.
struct Parser: ~Escapable {
  /// The options that `(?…)` switches.
  struct Flags {
    var ignoresCase = false
    var isMultiline = false
    var dotMatchesNewline = true
    var isExtended = false
    var isLazy = false
    var capturesNothing = false
  }

  enum GroupKind {
    case whole, plain, atomic
    case capturing(Int)
    case look(behind: Bool, negative: Bool)
  }

  /// A group whose `)` has not been read.
  struct Frame {
    var kind: GroupKind
    var offset: Int
    /// The flags to go back to after the group.
    var outerFlags: Flags
    var firstBranch: Int32 = -1
    var lastBranch: Int32 = -1
    var firstItem: Int32 = -1
    var lastItem: Int32 = -1
  }

  let source: Span<UInt8>
  let options: PatternOptions
  var position = 0
  var flags = Flags()
  var tree = SyntaxTree()
  var frames: [Frame] = []
  var names: [(name: Range<Int>, group: Int)] = []
  /// References to groups that may stand further on; checked at the end.
  var references: [(node: Int32, name: Range<Int>?, offset: Int)] = []
  /// Whether a quantifier may follow: the last thing read is an item and not itself quantified.
  var canRepeat = false

  @_lifetime(copy source)
  init(_ source: Span<UInt8>, _ options: PatternOptions) {
    self.source = source
    self.options = options
    flags.ignoresCase = options.ignoresCase
  }

  var isAtEnd: Bool { position >= source.count }

  func byte(at offset: Int) -> UInt8? { offset >= 0 && offset < source.count ? source[offset] : nil }

  /// Moves past `expected` if it is what comes next.
  mutating func skip(_ expected: UInt8) -> Bool {
    guard byte(at: position) == expected else { return false }
    position += 1
    return true
  }

  mutating func parse() throws(PatternError) -> SyntaxTree {
    frames.append(Frame(kind: .whole, offset: 0, outerFlags: flags))
    while let byte = byte(at: position) {
      try parseItem(byte)
    }
    guard frames.count == 1 else { throw PatternError(.unbalancedParenthesis, at: source.count) }
    tree.root = closeFrame()
    try resolveReferences()
    if Int(tree[tree.root].size) > options.programLimit { throw PatternError(.tooLarge, at: 0) }
    return tree
  }

  private mutating func parseItem(_ byte: UInt8) throws(PatternError) {
    let start = position
    position += 1
    switch byte {
    case UInt8(ascii: "\\"): try parseEscape()
    case UInt8(ascii: "["): try parseClass()
    case UInt8(ascii: "("): try parseGroup()
    case UInt8(ascii: ")"):
      guard frames.count > 1 else { throw PatternError(.unbalancedParenthesis, at: start) }
      try endGroup()
    case UInt8(ascii: "|"):
      endBranch()
      canRepeat = false
    case UInt8(ascii: "."): append(tree.addSet(dotSet))
    case UInt8(ascii: "^"): appendAssertion(flags.isMultiline ? .lineBegin : .begin)
    case UInt8(ascii: "$"): appendAssertion(flags.isMultiline ? .lineEnd : .end)
    case UInt8(ascii: "*"): try quantify(0, -1, at: start)
    case UInt8(ascii: "+"): try quantify(1, -1, at: start)
    case UInt8(ascii: "?"): try quantify(0, 1, at: start)
    case UInt8(ascii: "{"):
      if let counts = try parseCounts() {
        try quantify(counts.low, counts.high, at: start)
      } else {
        append(tree.addByte(byte, ignoringCase: false))
      }
    default:
      if flags.isExtended && skipExtended(byte) { return }
      append(tree.addByte(byte, ignoringCase: flags.ignoresCase))
    }
  }

  /// Under `(?x)` white space and comments mean nothing; whether `byte` was such.
  private mutating func skipExtended(_ byte: UInt8) -> Bool {
    if byte.isASCIISpace { return true }
    guard byte == UInt8(ascii: "#") else { return false }
    while let next = self.byte(at: position) {
      position += 1
      if next == UInt8(ascii: "\n") { break }
    }
    return true
  }

  private var dotSet: ByteSet {
    var set = ByteSet.all
    if !flags.dotMatchesNewline { set.remove(UInt8(ascii: "\n")) }
    return set
  }

  // MARK: - Building

  mutating func append(_ node: Int32) {
    canRepeat = true
    let top = frames.count - 1
    if frames[top].lastItem < 0 {
      frames[top].firstItem = node
    } else {
      tree.nodes[Int(frames[top].lastItem)].next = node
    }
    frames[top].lastItem = node
  }

  mutating func appendAssertion(_ assertion: Assertion) {
    append(tree.addAssertion(assertion))
    canRepeat = false
  }

  private mutating func endBranch() {
    let top = frames.count - 1
    let branch = tree.addConcatenation(frames[top].firstItem)
    frames[top].firstItem = -1
    frames[top].lastItem = -1
    if frames[top].lastBranch < 0 {
      frames[top].firstBranch = branch
    } else {
      tree.nodes[Int(frames[top].lastBranch)].next = branch
    }
    frames[top].lastBranch = branch
  }

  /// Ends the innermost group and returns what it holds.
  private mutating func closeFrame() -> Int32 {
    endBranch()
    return tree.addAlternation(frames.removeLast().firstBranch)
  }

  private mutating func endGroup() throws(PatternError) {
    let frame = frames[frames.count - 1]
    let content = closeFrame()
    flags = frame.outerFlags
    switch frame.kind {
    case .whole, .plain:
      // The content may be a single node of a chain that has been cut already, so it can stand for the group itself.
      append(content)
    case .capturing(let number): append(tree.addGroup(number, content))
    case .atomic: append(tree.addAtomic(content))
    case .look(let behind, let negative):
      if behind { try checkLookbehind(content, at: frame.offset) }
      append(tree.addLook(content, behind: behind, negative: negative))
    }
    // Height bounds the recursion of the compiler: four levels of tree for each level of groups, and never more than
    // the stack of a wasm module holds.
    if Int(tree[frames[frames.count - 1].lastItem].height) > min(options.depthLimit * 4, 500) {
      throw PatternError(.tooDeep, at: frame.offset)
    }
  }

  /// Each branch of a lookbehind has one length (PCRE2 10.42).
  private func checkLookbehind(_ content: Int32, at offset: Int) throws(PatternError) {
    var branch = tree[content].kind == .alternation ? tree[content].child : content
    while branch >= 0 {
      let node = tree[branch]
      guard node.minimum == node.maximum, node.maximum < SyntaxTree.lengthCap else {
        throw PatternError(.variableLengthLookbehind, at: offset)
      }
      branch = tree[content].kind == .alternation ? node.next : -1
    }
  }

  // MARK: - Repetition

  /// The counts of `{n}`, `{n,}` and `{n,m}` behind a `{`; `nil`, and nothing read, when it is no quantifier.
  private mutating func parseCounts() throws(PatternError) -> (low: Int32, high: Int32)? {
    var cursor = position
    guard let low = try parseCount(&cursor) else { return nil }
    var high: Int32 = low
    if byte(at: cursor) == UInt8(ascii: ",") {
      cursor += 1
      high = try parseCount(&cursor) ?? -1
    }
    guard byte(at: cursor) == UInt8(ascii: "}") else { return nil }
    if high >= 0 && high < low { throw PatternError(.invalidRepeat, at: position - 1) }
    if max(low, high) > 1000 { throw PatternError(.repeatTooLarge, at: position - 1) }
    position = cursor + 1
    return (low, high)
  }

  private func parseCount(_ cursor: inout Int) throws(PatternError) -> Int32? {
    var value: Int32?
    while let digit = byte(at: cursor), digit.isASCIIDigit {
      value = min((value ?? 0) * 10 + Int32(digit - 0x30), 70_000)
      if value! > 65_535 { throw PatternError(.repeatTooLarge, at: cursor) }
      cursor += 1
    }
    return value
  }

  private mutating func quantify(_ low: Int32, _ high: Int32, at offset: Int) throws(PatternError) {
    guard canRepeat else { throw PatternError(.nothingToRepeat, at: offset) }
    canRepeat = false
    // White space that means nothing may part a quantifier from what makes it lazy or possessive.
    while flags.isExtended, let blank = byte(at: position), blank.isASCIISpace { position += 1 }
    var greed = flags.isLazy ? SyntaxTree.Greed.lazy : SyntaxTree.Greed.greedy
    if skip(UInt8(ascii: "?")) {
      greed = flags.isLazy ? SyntaxTree.Greed.greedy : SyntaxTree.Greed.lazy
    } else if skip(UInt8(ascii: "+")) {
      greed = SyntaxTree.Greed.possessive
    }
    let item = frames[frames.count - 1].lastItem
    tree.repeatLast(item, from: low, to: high, greed: greed)
    if Int(tree[item].size) > options.programLimit { throw PatternError(.tooLarge, at: offset) }
  }
}
