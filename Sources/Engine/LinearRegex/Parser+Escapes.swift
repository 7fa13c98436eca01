internal import Bytes

// What may follow a backslash outside a class, and the escapes that both places share.
extension Parser {
  mutating func parseEscape() throws(PatternError) {
    let offset = position - 1
    guard let letter = byte(at: position) else { throw PatternError(.invalidEscape, at: offset) }
    position += 1
    if let set = classEscape(letter) { return append(tree.addSet(set)) }
    switch letter {
    case UInt8(ascii: "b"): appendAssertion(.wordBoundary)
    case UInt8(ascii: "B"): appendAssertion(.notWordBoundary)
    case UInt8(ascii: "A"): appendAssertion(.begin)
    case UInt8(ascii: "z"): appendAssertion(.end)
    case UInt8(ascii: "Z"): appendAssertion(.endOrFinalNewline)
    case UInt8(ascii: "N"):
      // `\N{2}` is repeated, `\N{U+20}` and `\N{name}` are characters, which byte mode has not.
      if byte(at: position) == UInt8(ascii: "{"), byte(at: position + 1)?.isASCIIDigit != true {
        throw PatternError(.invalidEscape, at: offset)
      }
      var set = ByteSet.all
      set.remove(UInt8(ascii: "\n"))
      append(tree.addSet(set))
    case UInt8(ascii: "R"): appendNewlineSequence()
    case UInt8(ascii: "Q"): parseQuoted()
    case UInt8(ascii: "E"): break
    case UInt8(ascii: "g"), UInt8(ascii: "k"): try parseReference(letter, at: offset)
    case 0x31...0x39:
      if let group = referenceNumber() { return appendReference(to: group, at: offset) }
      guard letter < 0x38 else {
        return append(tree.addByte(letter, ignoringCase: false))
      }
      position -= 1
      append(tree.addByte(try parseOctal(at: offset), ignoringCase: flags.ignoresCase))
    default:
      append(tree.addByte(try byteEscape(letter, at: offset), ignoringCase: flags.ignoresCase))
    }
  }

  /// The set that `\letter` stands for in and out of a class, or `nil`.
  func classEscape(_ letter: UInt8) -> ByteSet? {
    let set: ByteSet
    switch letter | 0x20 {
    case UInt8(ascii: "d"): set = ByteSet(0x30...0x39)
    case UInt8(ascii: "w"): set = .word
    case UInt8(ascii: "s"): set = .space
    case UInt8(ascii: "h"): set = .horizontalSpace
    case UInt8(ascii: "v"): set = .verticalSpace
    default: return nil
    }
    return letter.isASCIIUppercase ? set.complement : letter.isASCIILowercase ? set : nil
  }

  /// The byte that `\letter` stands for in and out of a class; `letter` has been read.
  mutating func byteEscape(_ letter: UInt8, at offset: Int) throws(PatternError) -> UInt8 {
    switch letter {
    case UInt8(ascii: "a"): return 0x07
    case UInt8(ascii: "e"): return 0x1b
    case UInt8(ascii: "f"): return 0x0c
    case UInt8(ascii: "n"): return 0x0a
    case UInt8(ascii: "r"): return 0x0d
    case UInt8(ascii: "t"): return 0x09
    case UInt8(ascii: "x"): return try parseHex(at: offset)
    case UInt8(ascii: "o"): return try parseBracedOctal(at: offset)
    case UInt8(ascii: "0"):
      position -= 1
      return try parseOctal(at: offset)
    case UInt8(ascii: "c"):
      guard let control = byte(at: position), control > 0x1f, control < 0x7f else {
        throw PatternError(.invalidEscape, at: offset)
      }
      position += 1
      return control.uppercasedASCII ^ 0x40
    default:
      // A letter or digit without a meaning may get one; anything else stands for itself.
      if letter.isASCIIAlphanumeric { throw PatternError(.invalidEscape, at: offset) }
      return letter
    }
  }

  /// Up to three octal digits.
  mutating func parseOctal(at offset: Int) throws(PatternError) -> UInt8 {
    var value = 0
    var digits = 0
    while digits < 3, let digit = byte(at: position), digit >= 0x30, digit < 0x38 {
      value = value * 8 + Int(digit - 0x30)
      position += 1
      digits += 1
    }
    guard let byte = UInt8(exactly: value) else { throw PatternError(.invalidEscape, at: offset) }
    return byte
  }

  /// `\xHH` with none, one or two digits, and `\x{…}` up to FF.
  private mutating func parseHex(at offset: Int) throws(PatternError) -> UInt8 {
    if skip(UInt8(ascii: "{")) { return try parseBraced(radix: 16, at: offset) }
    var value: UInt8 = 0
    var digits = 0
    while digits < 2, let digit = byte(at: position)?.hexDigitValue {
      value = value &* 16 &+ digit
      position += 1
      digits += 1
    }
    return value
  }

  private mutating func parseBracedOctal(at offset: Int) throws(PatternError) -> UInt8 {
    guard skip(UInt8(ascii: "{")) else { throw PatternError(.invalidEscape, at: offset) }
    return try parseBraced(radix: 8, at: offset)
  }

  private mutating func parseBraced(radix: Int, at offset: Int) throws(PatternError) -> UInt8 {
    var value: Int?
    while let digit = byte(at: position)?.hexDigitValue, digit < radix {
      value = (value ?? 0) * radix + Int(digit)
      if value! > 255 { throw PatternError(.invalidEscape, at: offset) }
      position += 1
    }
    guard let value, skip(UInt8(ascii: "}")) else { throw PatternError(.invalidEscape, at: offset) }
    return UInt8(truncatingIfNeeded: value)
  }

  /// `\Q…\E`: everything between stands for itself.
  private mutating func parseQuoted() {
    while let next = byte(at: position) {
      if next == UInt8(ascii: "\\"), byte(at: position + 1) == UInt8(ascii: "E") {
        position += 2
        return
      }
      position += 1
      append(tree.addByte(next, ignoringCase: flags.ignoresCase))
    }
  }

  /// `\R`: any newline sequence, taken whole.
  private mutating func appendNewlineSequence() {
    let pair = tree.addByte(0x0d, ignoringCase: false)
    tree.nodes[Int(pair)].next = tree.addByte(0x0a, ignoringCase: false)
    let sequence = tree.addConcatenation(pair)
    tree.nodes[Int(sequence)].next = tree.addSet(.verticalSpace)
    append(tree.addAtomic(tree.addAlternation(sequence)))
  }

  // MARK: - Backreferences

  /// The number of a reference `\1` whose first digit has been read; `nil`, and nothing more read, if it is octal.
  private mutating func referenceNumber() -> Int? {
    var value = 0
    var cursor = position - 1
    while let digit = byte(at: cursor), digit.isASCIIDigit, value < 100_000 {
      value = value * 10 + Int(digit - 0x30)
      cursor += 1
    }
    guard value < 10 || value < tree.groupCount else { return nil }
    position = cursor
    return value
  }

  /// `\g1`, `\g{1}`, `\g{-1}`, `\g{name}`, `\k<name>`, `\k'name'`, `\k{name}`.
  private mutating func parseReference(_ letter: UInt8, at offset: Int) throws(PatternError) {
    let isNumeric = letter == UInt8(ascii: "g")
    guard let open = byte(at: position) else { throw PatternError(.invalidEscape, at: offset) }
    if open == UInt8(ascii: "{") {
      position += 1
      if isNumeric, let first = byte(at: position), !first.isWordByte || first.isASCIIDigit {
        let group = try parseReferenceNumber(at: offset)
        guard skip(UInt8(ascii: "}")) else { throw PatternError(.invalidEscape, at: offset) }
        return appendReference(to: group, at: offset)
      }
      return appendReference(named: try parseName(until: UInt8(ascii: "}")), at: offset)
    }
    if isNumeric { return appendReference(to: try parseReferenceNumber(at: offset), at: offset) }
    guard open == UInt8(ascii: "<") || open == UInt8(ascii: "'") else { throw PatternError(.invalidEscape, at: offset) }
    position += 1
    let end = open == UInt8(ascii: "<") ? UInt8(ascii: ">") : open
    appendReference(named: try parseName(until: end), at: offset)
  }

  private mutating func parseReferenceNumber(at offset: Int) throws(PatternError) -> Int {
    let isBackward = skip(UInt8(ascii: "-"))
    let isForward = !isBackward && skip(UInt8(ascii: "+"))
    var value = 0
    let start = position
    while let digit = byte(at: position), digit.isASCIIDigit, value < 100_000 {
      value = value * 10 + Int(digit - 0x30)
      position += 1
    }
    let group = isBackward ? tree.groupCount - value : isForward ? tree.groupCount - 1 + value : value
    guard position > start, value > 0, group > 0 else { throw PatternError(.invalidBackreference, at: offset) }
    return group
  }
}
