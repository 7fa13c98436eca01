internal import Bytes
internal import LiteralSearch

/// Derives from a syntax tree what every match holds.
///
/// The idea is that of the prefilters of RE2 and of Rust's regex-syntax: for each node, bottom up, the strings it matches
/// as long as they are few, else strings it begins with, ends with, and surely holds. In a sequence the strings of
/// neighbours are joined. Of all sets found, the one expected least often in ordinary text is kept.
struct RequirementAnalysis {
  /// What is known of a node.
  struct Facts {
    /// All strings the node matches, if few.
    var exact: LiteralSet?
    /// Each match begins (ends) with one of these; empty strings make them useless but not wrong.
    var prefixes: LiteralSet?
    var suffixes: LiteralSet?
    /// Each match holds one of these.
    var inner: LiteralSet?
    var innerCost = Float.infinity
    var conditions = ByteConditions()
  }

  private enum Limit {
    /// Strings in a set.
    static let strings = 512
    /// Strings in a set joined of two, unless one of them is a single string.
    static let joined = 160
    static let bytes = 12_288
    /// Members of a class that are spelt out.
    static let classMembers = 12
    static let height = 120
    static let literalLength = 6
  }

  /// What is known of a class, found out once.
  private struct ClassFacts {
    var members: LiteralSet?
    var condition: ByteConditions.Condition
  }

  private let tree: SyntaxTree
  private var classes: [ClassFacts?]

  static func requirement(of tree: SyntaxTree) -> MatchRequirement {
    var requirement = MatchRequirement()
    requirement.minimumLength = Int(tree[tree.root].minimum)
    var analysis = RequirementAnalysis(tree: tree, classes: [ClassFacts?](repeating: nil, count: tree.sets.count))
    let facts = analysis.facts(tree.root)
    let best = Self.best(facts)
    // Strings expected in every short value sort out nothing.
    if let literals = best.set, best.cost < 0.08 {
      requirement.literals = literals.cutToRarest(Limit.literalLength).strings
    }
    for condition in facts.conditions.conditions where condition.weight < ByteFrequency.total * 3 / 4 {
      requirement.byteSets.append(condition.set)
    }
    return requirement
  }

  /// The rarest set that each match of a node holds one of.
  private static func best(_ facts: Facts) -> (set: LiteralSet?, cost: Float) {
    var set = facts.inner
    var cost = facts.innerCost
    for candidate in [facts.exact, facts.prefixes, facts.suffixes] {
      guard let candidate else { continue }
      let candidateCost = candidate.cost
      if candidateCost < cost {
        set = candidate
        cost = candidateCost
      }
    }
    return (set, cost)
  }

  private mutating func facts(_ index: Int32) -> Facts {
    let node = tree[index]
    // Knowing nothing is always right.
    if node.height > Limit.height { return Facts() }
    switch node.kind {
    case .empty, .assertion, .look: return Facts(exact: .emptyString)
    case .backreference: return Facts()
    case .group, .atomic: return facts(node.child)
    case .byte, .set:
      var sequence = Sequence()
      add(node, to: &sequence)
      return sequence.facts()
    case .concatenation:
      var sequence = Sequence()
      var child = node.child
      while child >= 0 {
        add(tree[child], to: &sequence, child)
        child = tree[child].next
      }
      return sequence.facts()
    case .alternation: return alternation(node.child)
    case .repetition: return repetition(node)
    }
  }

  /// Adds a node to a sequence; bytes and classes, which are most nodes by far, without facts of their own.
  private mutating func add(_ node: SyntaxTree.Node, to sequence: inout Sequence, _ index: Int32 = -1) {
    switch node.kind {
    case .byte:
      let byte = UInt8(truncatingIfNeeded: node.value).lowercasedASCII
      sequence.add(byte)
    case .set:
      let known = classFacts(Int(node.value))
      sequence.add(members: known.members, known.condition)
    case .empty, .assertion, .look: break
    default: sequence.add(facts(index))
    }
  }

  private mutating func classFacts(_ index: Int) -> ClassFacts {
    if let known = classes[index] { return known }
    let set = tree.sets[index].caseFolded
    var weight: Int32 = 0
    var members = LiteralSet()
    set.forEach { byte in
      if byte.isASCIIUppercase { return }
      weight += Int32(truncatingIfNeeded: ByteFrequency.weight(byte))
      if members.count <= Limit.classMembers { members.add([byte]) }
    }
    let isFew = members.count > 0 && members.count <= Limit.classMembers
    let made = ClassFacts(
      members: isFew ? members : nil, condition: ByteConditions.Condition(set: set, weight: weight))
    classes[index] = made
    return made
  }

  private mutating func repetition(_ node: SyntaxTree.Node) -> Facts {
    var result = Facts()
    if node.limit == 0 { return Facts(exact: .emptyString) }
    if node.value == 0 {
      guard node.limit == 1 else { return result }
      let child = facts(node.child)
      if var exact = child.exact, exact.count < Limit.strings {
        exact.add([])
        result.exact = exact
      }
      return result
    }
    let child = facts(node.child)
    if node.value == 1 && node.limit == 1 { return child }
    result = child
    result.exact = nil
    guard let exact = child.exact else { return result }
    // x{3,} begins and ends with xxx; x{3} is that.
    var joined = exact
    var rounds: Int32 = 1
    while rounds < node.value && joined.count * exact.count <= Limit.joined && joined.byteCount < 512 {
      joined = joined.crossed(with: exact)
      rounds += 1
    }
    if rounds == node.value && node.limit == node.value {
      result.exact = joined
    } else {
      result.prefixes = joined
      result.suffixes = joined
    }
    return result
  }

  private mutating func alternation(_ first: Int32) -> Facts {
    var result = facts(first)
    (result.inner, result.innerCost) = Self.best(result)
    var prefixes = result.exact ?? result.prefixes
    var suffixes = result.exact ?? result.suffixes
    var branch = tree[first].next
    while branch >= 0 {
      let facts = facts(branch)
      let best = Self.best(facts)
      Self.unite(&result.inner, best.set)
      result.innerCost = result.inner == nil ? .infinity : result.innerCost + best.cost
      if let exact = facts.exact, result.exact != nil, result.exact!.count + exact.count <= Limit.strings {
        result.exact!.formUnion(exact)
      } else {
        result.exact = nil
      }
      Self.unite(&prefixes, facts.exact ?? facts.prefixes)
      Self.unite(&suffixes, facts.exact ?? facts.suffixes)
      result.conditions = result.conditions.or(facts.conditions)
      branch = tree[branch].next
    }
    // An innerCost of infinity marks strings among which one is empty.
    if result.innerCost == .infinity { result.inner = nil }
    result.prefixes = result.exact == nil ? prefixes.flatMap { Self.shortened($0, keepingEnd: false) } : nil
    result.suffixes = result.exact == nil ? suffixes.flatMap { Self.shortened($0, keepingEnd: true) } : nil
    if let inner = result.inner, inner.count > Limit.strings {
      let shorter = inner.cutToRarest(4)
      result.inner = shorter.count <= Limit.strings ? shorter : nil
      result.innerCost = result.inner?.cost ?? .infinity
    }
    return result
  }

  /// Joins two sets; nothing is known of the union if nothing is known of one.
  private static func unite(_ set: inout LiteralSet?, _ other: LiteralSet?) {
    guard let other, set != nil, set!.count + other.count <= 4 * Limit.strings else {
      set = nil
      return
    }
    set!.formUnion(other)
  }

  /// The set with its strings cut as far as it takes to be small; `nil` if that does not help.
  private static func shortened(_ set: LiteralSet, keepingEnd: Bool) -> LiteralSet? {
    if set.hasEmptyString { return nil }
    if set.count <= 64 { return set }
    for length in [5, 4, 3, 2, 1] {
      let shorter = set.cut(to: length, keepingEnd: keepingEnd)
      if shorter.count <= Limit.strings / 2 { return shorter }
    }
    return nil
  }

  /// Facts of a sequence, gathered from left to right.
  private struct Sequence {
    /// The strings that end at the place reached: all there are since `isFromStart`, or since the last break.
    private var run = LiteralSet.emptyString
    private var isFromStart = true
    private var prefixes: LiteralSet?
    private var inner: LiteralSet?
    private var innerCost = Float.infinity
    private var conditions = ByteConditions()

    mutating func add(_ byte: UInt8) {
      let weight = Int32(truncatingIfNeeded: ByteFrequency.weight(byte))
      if conditions.wants(weight) {
        var set = ByteSet(byte...byte)
        if byte.isASCIILowercase { set.insert(byte & 0xdf) }
        conditions.add(ByteConditions.Condition(set: set, weight: weight))
      }
      if run.byteCount + run.count > Limit.bytes { breakRun() }
      run.append(byte)
    }

    mutating func add(members: LiteralSet?, _ condition: ByteConditions.Condition) {
      if condition.weight < ByteFrequency.total { conditions.add(condition) }
      if let members {
        join(members)
      } else {
        breakRun()
      }
    }

    mutating func add(_ facts: Facts) {
      conditions.add(facts.conditions)
      if let exact = facts.exact {
        join(exact)
        return
      }
      if facts.innerCost < innerCost {
        inner = facts.inner
        innerCost = facts.innerCost
      }
      if let heads = facts.prefixes, fits(heads) {
        let joined = run.crossed(with: heads)
        if isFromStart { prefixes = joined }
        consider(joined)
      } else {
        if isFromStart { prefixes = run }
        consider(run)
      }
      isFromStart = false
      run = facts.suffixes ?? .emptyString
    }

    private func fits(_ other: LiteralSet) -> Bool {
      let product = run.count * other.count
      let limit = run.count == 1 || other.count == 1 ? Limit.strings : Limit.joined
      return product <= limit && run.byteCount * other.count + other.byteCount * run.count <= Limit.bytes
    }

    private mutating func join(_ strings: LiteralSet) {
      if fits(strings) {
        if strings.count > 1 { consider(run) }
        run = run.crossed(with: strings)
      } else {
        breakRun()
        run = strings
      }
    }

    private mutating func breakRun() {
      if isFromStart { prefixes = run }
      isFromStart = false
      consider(run)
      run = .emptyString
    }

    private mutating func consider(_ strings: LiteralSet) {
      if strings.isEmptyString { return }
      let cost = strings.cost
      if cost < innerCost {
        inner = strings
        innerCost = cost
      }
    }

    func facts() -> Facts {
      var result = Facts(conditions: conditions)
      result.inner = inner
      result.innerCost = innerCost
      if isFromStart {
        result.exact = run
        return result
      }
      result.prefixes = prefixes
      result.suffixes = run
      return result
    }
  }
}
