/// Makes patterns and strings at random, the same for each run: both over few letters, so that they meet.
struct PatternGenerator {
  private var state: UInt64
  /// Whether lookaround, backreferences, possessive and atomic groups may occur.
  let usesBacktracking: Bool
  private var groups = 0
  /// Groups that are complete: PCRE2 treats a reference from within the group in a way of its own.
  private var closed: [Int] = []

  init(seed: UInt64, usesBacktracking: Bool) {
    state = seed
    self.usesBacktracking = usesBacktracking
  }

  mutating func number(below bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(bound))
  }

  private mutating func pick(_ choices: [String]) -> String { choices[number(below: choices.count)] }

  mutating func pattern() -> String {
    groups = 0
    closed = []
    let prefix = number(below: 8) == 0 ? pick(["(?i)", "(?m)", "(?im)", "(?s)", "(?x)", "(?-s)"]) : ""
    return prefix + alternation(depth: 3)
  }

  private mutating func alternation(depth: Int) -> String {
    let branches = number(below: 3) == 0 ? 1 + number(below: 3) : 1
    return (0..<branches).map { _ in sequence(depth: depth) }.joined(separator: "|")
  }

  private mutating func sequence(depth: Int) -> String {
    (0..<number(below: 4) + (depth == 3 ? 1 : 0)).map { _ in item(depth: depth) }.joined()
  }

  private mutating func item(depth: Int) -> String {
    if number(below: 9) == 0 { return pick(["^", "$", "\\b", "\\B", "\\A", "\\z", "\\Z", "\\b"]) }
    let atom = atom(depth: depth)
    let quantifier = quantifier()
    // PCRE2 10.42 takes the `^` of a group that is repeated no times for an anchor of the whole.
    return quantifier.hasPrefix("{0}") && atom.hasPrefix("(") ? atom : atom + quantifier
  }

  private mutating func atom(depth: Int) -> String {
    let choice = number(below: usesBacktracking ? 16 : 12)
    switch choice {
    case 0...5:
      return pick(["a", "b", "c", "A", " ", "_", "\\n", "\\x62", "x"])
    case 6: return pick([".", "\\w", "\\W", "\\s", "\\d", "\\D", "\\S", "\\N"])
    case 7, 8:
      return pick(["[ab]", "[^a]", "[a-c]", "[^\\w]", "[\\s_]", "[[:alpha:]]", "[^b\\n]", "[]a]", "[A-C]", "[a\\-c]"])
    case 9...11 where depth > 0:
      switch number(below: 5) {
      case 0: return "(?:\(alternation(depth: depth - 1)))"
      case 1: return "(?i:\(alternation(depth: depth - 1)))"
      default:
        groups += 1
        let group = groups
        let content = alternation(depth: depth - 1)
        closed.append(group)
        return "(\(content))"
      }
    case 12 where depth > 0: return pick(["(?=", "(?!"]) + alternation(depth: depth - 1) + ")"
    case 13 where depth > 0: return "(?>" + alternation(depth: depth - 1) + ")"
    case 14: return pick(["(?<=a)", "(?<!a)", "(?<=ab|b)", "(?<!^)", "(?<=[ab]c)", "(?<![^a])"])
    case 15 where !closed.isEmpty: return "\\\(closed[number(below: closed.count)])"
    default: return "b"
    }
  }

  private mutating func quantifier() -> String {
    guard number(below: 3) == 0 else { return "" }
    let count = pick(["*", "+", "?", "*", "{2}", "{1,2}", "{0,2}", "{2,}", "{0}", "{1,3}"])
    let greed = number(below: 3)
    if usesBacktracking && number(below: 6) == 0 { return count + "+" }
    return greed == 0 ? count + "?" : count
  }

  mutating func input() -> [UInt8] {
    let letters = Array("aaabbbccABCx _\n1".utf8)
    return (0..<number(below: 12)).map { _ in letters[number(below: letters.count)] }
  }
}
