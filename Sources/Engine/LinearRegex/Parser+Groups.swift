internal import Bytes

// What may follow an opening parenthesis.
extension Parser {
  mutating func parseGroup() throws(PatternError) {
    let offset = position - 1
    let couldRepeat = canRepeat
    canRepeat = false
    guard byte(at: position) == UInt8(ascii: "?") else {
      if byte(at: position) == UInt8(ascii: "*") { throw PatternError(.unknownGroupSyntax, at: position) }
      if flags.capturesNothing { return try open(.plain, at: offset) }
      return try open(.capturing(nextGroup()), at: offset)
    }
    position += 1
    guard let kind = byte(at: position) else { throw PatternError(.unbalancedParenthesis, at: position) }
    let start = position
    position += 1
    switch kind {
    case UInt8(ascii: ":"): try open(.plain, at: offset)
    case UInt8(ascii: ">"): try open(.atomic, at: offset)
    case UInt8(ascii: "="): try open(.look(behind: false, negative: false), at: offset)
    case UInt8(ascii: "!"): try open(.look(behind: false, negative: true), at: offset)
    case UInt8(ascii: "#"):
      try skipComment()
      // A comment may stand between an item and its quantifier.
      canRepeat = couldRepeat
    case UInt8(ascii: "'"): try openNamed(until: kind, at: offset)
    case UInt8(ascii: "<"):
      if skip(UInt8(ascii: "=")) {
        try open(.look(behind: true, negative: false), at: offset)
      } else if skip(UInt8(ascii: "!")) {
        try open(.look(behind: true, negative: true), at: offset)
      } else {
        try openNamed(until: UInt8(ascii: ">"), at: offset)
      }
    case UInt8(ascii: "P"):
      if skip(UInt8(ascii: "<")) {
        try openNamed(until: UInt8(ascii: ">"), at: offset)
      } else if skip(UInt8(ascii: "=")) {
        let name = try parseName(until: UInt8(ascii: ")"))
        appendReference(named: name, at: offset)
      } else {
        throw PatternError(.unknownGroupSyntax, at: position)
      }
    default:
      position = start
      try parseFlags(at: offset)
    }
  }

  private mutating func nextGroup() -> Int {
    defer { tree.groupCount += 1 }
    return tree.groupCount
  }

  private mutating func open(_ kind: GroupKind, at offset: Int, restoring outer: Flags? = nil) throws(PatternError) {
    guard frames.count <= options.depthLimit else { throw PatternError(.tooDeep, at: offset) }
    frames.append(Frame(kind: kind, offset: offset, outerFlags: outer ?? flags))
  }

  private mutating func openNamed(until end: UInt8, at offset: Int) throws(PatternError) {
    let name = try parseName(until: end)
    for known in names where source.extracting(known.name).isEqual(to: source.extracting(name)) {
      throw PatternError(.unknownGroupSyntax, at: name.lowerBound)
    }
    let group = nextGroup()
    names.append((name, group))
    try open(.capturing(group), at: offset)
  }

  /// The name up to `end`, which is read too.
  mutating func parseName(until end: UInt8) throws(PatternError) -> Range<Int> {
    let start = position
    guard let first = byte(at: start), first.isWordByte, !first.isASCIIDigit else {
      throw PatternError(.unknownGroupSyntax, at: start)
    }
    while let next = byte(at: position), next.isWordByte { position += 1 }
    let name = start..<position
    guard skip(end), name.count <= 32 else { throw PatternError(.unknownGroupSyntax, at: position) }
    return name
  }

  private mutating func skipComment() throws(PatternError) {
    while let next = byte(at: position) {
      position += 1
      if next == UInt8(ascii: ")") { return }
    }
    throw PatternError(.unbalancedParenthesis, at: position)
  }

  /// `(?imsxnU-imsx)` and `(?imsx-imsx:`.
  private mutating func parseFlags(at offset: Int) throws(PatternError) {
    let outer = flags
    var turnsOn = true
    if skip(UInt8(ascii: "^")) {
      flags = Flags()
      flags.dotMatchesNewline = false
      flags.isLazy = outer.isLazy
    }
    while let letter = byte(at: position) {
      position += 1
      switch letter {
      case UInt8(ascii: "i"): flags.ignoresCase = turnsOn
      case UInt8(ascii: "m"): flags.isMultiline = turnsOn
      case UInt8(ascii: "s"): flags.dotMatchesNewline = turnsOn
      case UInt8(ascii: "x"): flags.isExtended = turnsOn
      case UInt8(ascii: "n"): flags.capturesNothing = turnsOn
      case UInt8(ascii: "U"): flags.isLazy = turnsOn
      case UInt8(ascii: "-") where turnsOn: turnsOn = false
      case UInt8(ascii: ")"): return
      case UInt8(ascii: ":"):
        return try open(.plain, at: offset, restoring: outer)
      default: throw PatternError(.unknownGroupSyntax, at: position - 1)
      }
    }
    throw PatternError(.unbalancedParenthesis, at: position)
  }

  // MARK: - References

  mutating func appendReference(named name: Range<Int>, at offset: Int) {
    let node = tree.addBackreference(0, ignoringCase: flags.ignoresCase)
    references.append((node, name, offset))
    append(node)
  }

  mutating func appendReference(to group: Int, at offset: Int) {
    let node = tree.addBackreference(Int32(clamping: group), ignoringCase: flags.ignoresCase)
    references.append((node, nil, offset))
    append(node)
  }

  /// Checks that each group referred to exists, once all are known.
  mutating func resolveReferences() throws(PatternError) {
    for reference in references {
      // A quantifier moves its operand to a new node: follow it to where the reference itself stands now.
      var node = reference.node
      while tree[node].kind == .repetition { node = tree[node].child }
      if let name = reference.name {
        guard let known = names.first(where: { source.extracting($0.name).isEqual(to: source.extracting(name)) }) else {
          throw PatternError(.invalidBackreference, at: reference.offset)
        }
        tree.nodes[Int(node)].value = Int32(truncatingIfNeeded: known.group)
      } else if Int(tree[node].value) >= tree.groupCount {
        throw PatternError(.invalidBackreference, at: reference.offset)
      }
    }
  }
}
