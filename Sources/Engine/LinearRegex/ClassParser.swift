internal import Bytes

// Bracketed classes.
extension Parser {
  /// What one step inside a class reads.
  private enum ClassItem {
    case byte(UInt8)
    case set(ByteSet)
    /// `\E`, or an empty `\Q\E`: nothing.
    case nothing
  }

  mutating func parseClass() throws(PatternError) {
    let offset = position - 1
    if let mark = byte(at: position), mark == UInt8(ascii: ":") || mark == UInt8(ascii: "."), isPOSIXName(mark) {
      throw PatternError(.unknownPOSIXClass, at: offset)
    }
    let isNegated = skip(UInt8(ascii: "^"))
    var set = ByteSet()
    var isFirst = true
    var isQuoted = false
    while true {
      guard let byte = byte(at: position) else { throw PatternError(.unclosedClass, at: position) }
      if byte == UInt8(ascii: "]") && !isFirst && !isQuoted {
        position += 1
        break
      }
      let itemOffset = position
      switch try parseClassItem(&isQuoted) {
      case .nothing: continue
      case .set(let members):
        set.formUnion(members)
        // PCRE2 refuses `[\d-z]`, where a range is meant that cannot be.
        if startsRange(isQuoted) { throw PatternError(.invalidClassRange, at: position) }
      case .byte(let low):
        if startsRange(isQuoted) {
          set.insert(try parseRange(from: low, at: itemOffset, &isQuoted))
        } else {
          set.insert(low)
        }
      }
      isFirst = false
    }
    if flags.ignoresCase { set = set.caseFolded }
    append(tree.addSet(isNegated ? set.complement : set))
  }

  /// Whether a `-` comes next that is not the last of its class.
  private mutating func startsRange(_ isQuoted: Bool) -> Bool {
    if isQuoted { return false }
    var cursor = position
    // `\E` between the start of a range and its `-` means nothing.
    while byte(at: cursor) == UInt8(ascii: "\\"), byte(at: cursor + 1) == UInt8(ascii: "E") { cursor += 2 }
    guard byte(at: cursor) == UInt8(ascii: "-"), let after = byte(at: cursor + 1), after != UInt8(ascii: "]") else {
      return false
    }
    position = cursor
    return true
  }

  /// Reads the rest of a range: its low end has been read, its `-` has not.
  private mutating func parseRange(
    from low: UInt8, at offset: Int, _ isQuoted: inout Bool
  ) throws(PatternError) -> ClosedRange<UInt8> {
    position += 1
    while byte(at: position) != nil {
      switch try parseClassItem(&isQuoted) {
      case .nothing: continue
      case .set: throw PatternError(.invalidClassRange, at: offset)
      case .byte(let high):
        guard low <= high else { throw PatternError(.invalidClassRange, at: offset) }
        return low...high
      }
    }
    throw PatternError(.unclosedClass, at: position)
  }

  private mutating func parseClassItem(_ isQuoted: inout Bool) throws(PatternError) -> ClassItem {
    let offset = position
    let first = source[offset]
    position += 1
    if first == UInt8(ascii: "\\") {
      if isQuoted {
        if skip(UInt8(ascii: "E")) {
          isQuoted = false
          return .nothing
        }
        return .byte(first)
      }
      return try parseClassEscape(at: offset, &isQuoted)
    }
    if !isQuoted, first == UInt8(ascii: "["), let mark = byte(at: position),
      mark == UInt8(ascii: ":") || mark == UInt8(ascii: ".") || mark == UInt8(ascii: "="), isPOSIXName(mark)
    {
      return .set(try parsePOSIXClass(mark, at: offset))
    }
    return .byte(first)
  }

  private mutating func parseClassEscape(at offset: Int, _ isQuoted: inout Bool) throws(PatternError) -> ClassItem {
    guard let letter = byte(at: position) else { throw PatternError(.invalidEscape, at: offset) }
    position += 1
    if let set = classEscape(letter) { return .set(set) }
    switch letter {
    case UInt8(ascii: "b"): return .byte(0x08)
    case UInt8(ascii: "E"): return .nothing
    case UInt8(ascii: "Q"):
      isQuoted = true
      return .nothing
    case 0x31...0x37:
      position -= 1
      return .byte(try parseOctal(at: offset))
    case 0x38, 0x39: return .byte(letter)
    default: return .byte(try byteEscape(letter, at: offset))
    }
  }

  /// Whether `[:` at hand is closed by `:]` before anything that cannot be part of a name.
  private func isPOSIXName(_ mark: UInt8) -> Bool {
    var cursor = position + 1
    while let next = byte(at: cursor) {
      if next == mark { return byte(at: cursor + 1) == UInt8(ascii: "]") }
      if next == UInt8(ascii: "]") || next == UInt8(ascii: "\\") { return false }
      cursor += 1
    }
    return false
  }

  private mutating func parsePOSIXClass(_ mark: UInt8, at offset: Int) throws(PatternError) -> ByteSet {
    position += 1
    let isNegated = mark == UInt8(ascii: ":") && skip(UInt8(ascii: "^"))
    let start = position
    while let next = byte(at: position), next != mark { position += 1 }
    let name = source.extracting(start..<position)
    position += 2
    guard mark == UInt8(ascii: ":"), let set = ByteSet.posix(name, ignoringCase: flags.ignoresCase) else {
      throw PatternError(.unknownPOSIXClass, at: offset)
    }
    return isNegated ? set.complement : set
  }
}
