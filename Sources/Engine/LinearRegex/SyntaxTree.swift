internal import Bytes

/// A parsed pattern: nodes in one array, children linked by index, so that parsing allocates next to nothing.
struct SyntaxTree {
  enum Kind: UInt8 {
    case empty
    /// `value` is the byte; `flag` 1: a lower-case letter that also stands for its upper case.
    case byte
    /// `value` is an index into `sets`.
    case set
    case concatenation, alternation
    /// `value`…`limit` times (`limit` −1: without bound); `flag` is a `Greed`.
    case repetition
    /// `value` is the number of the group.
    case group
    /// `value` is an `Assertion`.
    case assertion
    /// `flag`: bit 0 behind, bit 1 negative.
    case look
    case atomic
    /// `value` is the number of the group, `flag` 1: ASCII case ignored.
    case backreference
  }

  enum Greed { static let greedy: UInt8 = 0, lazy: UInt8 = 1, possessive: UInt8 = 2 }

  struct Node {
    var kind: Kind
    var flag: UInt8 = 0
    /// Height of the subtree: bounds the recursion of whoever walks it.
    var height: UInt16 = 1
    var value: Int32 = 0
    var limit: Int32 = 0
    var child: Int32 = -1
    var next: Int32 = -1
    /// The shortest text the node matches; 0 makes it nullable. Saturates at `lengthCap`.
    var minimum: Int32 = 0
    /// The longest; `lengthCap` stands for "no bound".
    var maximum: Int32 = 0
    /// Upper bounds of the instructions it compiles to, on its own and inside a loop that must notice empty rounds.
    var size: Int32 = 0
    var watchedSize: Int32 = 0
  }

  /// Lengths and sizes stop counting here: far above every limit, and far below what overflows 32 bits.
  static let lengthCap: Int32 = 1 << 24

  var nodes: [Node] = []
  var sets: [ByteSet] = []
  var root: Int32 = -1
  /// Capturing groups, the whole match included.
  var groupCount = 1
  var needsBacktracking = false

  subscript(_ index: Int32) -> Node {
    get { nodes[Int(index)] }
    set { nodes[Int(index)] = newValue }
  }

  mutating func add(_ node: Node) -> Int32 {
    nodes.append(node)
    return Int32(truncatingIfNeeded: nodes.count - 1)
  }

  /// The index of `set`, which is stored once however often a pattern spells it.
  mutating func intern(_ set: ByteSet) -> Int32 {
    var index = sets.count
    while index > 0 {
      index -= 1
      if sets[index] == set { return Int32(truncatingIfNeeded: index) }
    }
    sets.append(set)
    return Int32(truncatingIfNeeded: sets.count - 1)
  }

  static func sum(_ left: Int32, _ right: Int32) -> Int32 { min(left &+ right, lengthCap) }

  static func product(_ left: Int32, _ right: Int32) -> Int32 {
    let (result, overflow) = left.multipliedReportingOverflow(by: right)
    return overflow ? lengthCap : min(result, lengthCap)
  }
}

/// A condition on a position.
enum Assertion: UInt8 {
  /// `\A`, and `^` outside `(?m)`.
  case begin
  /// `\z`, and `$` outside `(?m)`.
  case end
  case lineBegin, lineEnd
  case wordBoundary, notWordBoundary
  /// `\Z`: at the end, or before a newline that ends the subject.
  case endOrFinalNewline
}
