import Bytes

/// JSON as arguments: `{"a":{"b":[1,"x"]}}` is `json.a.b.0` = `1` and `json.a.b.1` = `x`.
///
/// A scalar at the root is `json`; an empty key is an empty step (`json.c.`); of equal keys each is delivered. `null`
/// has the empty value, numbers and `true`/`false` are as sent, strings are unescaped into UTF-8. Arrays and empty
/// objects are no arguments, but the keys they stand under are delivered as names. Source: RFC 8259, the names as
/// Coraza's without its extra entry for an array's length.
public struct JSONParser: ~Escapable {
  private struct Frame {
    var isArray: Bool
    var nextIndex: Int
    /// The length of the container's own name.
    var nameLength: Int
  }

  private enum Expectation {
    case value, firstItem, key, firstKey, colon, separator, end
  }

  private let body: Span<UInt8>
  private let limits: BodyLimits
  private let sink: BodySink
  private var position = 0
  private var name: [UInt8] = [UInt8]("json")
  private var unescaped: [UInt8] = []
  private var frames: [Frame] = []
  private var budget: DeliveryBudget

  @_lifetime(copy body)
  private init(_ body: Span<UInt8>, limits: BodyLimits, _ sink: BodySink) {
    self.body = body
    self.limits = limits
    self.sink = sink
    budget = DeliveryBudget(limits, bodyBytes: body.count)
  }

  /// Reads the body, up to `readBytes`; what stands before a problem has been delivered. The empty body is not a
  /// problem.
  ///
  /// - Parameters:
  ///   - limits: `jsonDepth`, `values` (names), `nameBytes`, `noFilesBytes` and `readBytes` hold here.
  ///   - sink: told by `argument(name:value:)` and `argumentName(_:)` alone.
  public static func parse(_ body: Span<UInt8>, limits: BodyLimits, _ sink: BodySink) throws(BodyProblem) {
    if body.count == 0 { return }
    var parser = JSONParser(body.extracting(first: limits.readBytes), limits: limits, sink)
    var fault = limits.fault(bytesWithoutFiles: body.count)
    do throws(BodyFault) {
      try parser.document()
    } catch {
      if !(limits.isCut && error.kind.isMissingEnd) { fault = fault ?? error }
    }
    if let fault { throw BodyProblem(fault, in: body) }
  }

  // MARK: Structure

  private mutating func document() throws(BodyFault) {
    var expectation = Expectation.value
    while true {
      while position < body.count && isSpace(body[position]) { position += 1 }
      guard position < body.count else {
        if expectation == .end { return }
        throw BodyFault(.jsonUnexpectedEnd, at: position)
      }
      expectation = try step(expectation, body[position])
    }
  }

  private mutating func step(_ expectation: Expectation, _ byte: UInt8) throws(BodyFault) -> Expectation {
    switch expectation {
    case .firstItem where byte == UInt8(ascii: "]"): return close()
    case .firstKey where byte == UInt8(ascii: "}"):
      let expectation = close()
      try deliverName()
      return expectation
    case .value, .firstItem: return try value(byte)
    case .key, .firstKey:
      guard byte == UInt8(ascii: "\"") else { throw BodyFault(.jsonInvalidKey, at: position) }
      try key()
      return .colon
    case .colon:
      guard byte == UInt8(ascii: ":") else { throw BodyFault(.jsonMissingColon, at: position) }
      position += 1
      return .value
    case .separator: return try separator(byte)
    case .end: throw BodyFault(.jsonTrailingContent, at: position)
    }
  }

  private mutating func separator(_ byte: UInt8) throws(BodyFault) -> Expectation {
    let isArray = frames[frames.count - 1].isArray
    if byte == UInt8(ascii: ",") {
      position += 1
      return isArray ? .value : .key
    }
    if byte == (isArray ? UInt8(ascii: "]") : UInt8(ascii: "}")) { return close() }
    throw BodyFault(isArray ? .jsonMissingArrayComma : .jsonMissingObjectComma, at: position)
  }

  private mutating func open(isArray: Bool) throws(BodyFault) -> Expectation {
    guard frames.count < limits.jsonDepth else { throw BodyFault(.jsonDepthLimit, at: position) }
    if isArray { try deliverName() }
    frames.append(Frame(isArray: isArray, nextIndex: 0, nameLength: name.count))
    position += 1
    return isArray ? .firstItem : .firstKey
  }

  private mutating func close() -> Expectation {
    let frame = frames.removeLast()
    name.removeLast(name.count - frame.nameLength)
    position += 1
    return afterValue
  }

  private var afterValue: Expectation { frames.isEmpty ? .end : .separator }

  private mutating func key() throws(BodyFault) {
    let (range, isEscaped) = try string()
    name.removeLast(name.count - frames[frames.count - 1].nameLength)
    name.append(UInt8(ascii: "."))
    let raw = body.extracting(range)
    if isEscaped { appendUnescaped(raw, to: &name) } else { name.append(raw) }
  }

  // MARK: Values

  private mutating func value(_ byte: UInt8) throws(BodyFault) -> Expectation {
    if let last = frames.indices.last, frames[last].isArray {
      name.removeLast(name.count - frames[last].nameLength)
      name.append(UInt8(ascii: "."))
      name.append(decimal: frames[last].nextIndex)
      frames[last].nextIndex += 1
    }
    switch byte {
    case UInt8(ascii: "{"): return try open(isArray: false)
    case UInt8(ascii: "["): return try open(isArray: true)
    case UInt8(ascii: "\""): try stringValue()
    case UInt8(ascii: "t"): try literal("true")
    case UInt8(ascii: "f"): try literal("false")
    case UInt8(ascii: "n"): try literal("null")
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number()
    case UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ","), UInt8(ascii: ":"):
      throw BodyFault(.jsonUnexpectedToken, at: position)
    default: throw BodyFault(.jsonInvalidByte, at: position)
    }
    return afterValue
  }

  private mutating func stringValue() throws(BodyFault) {
    let start = position
    do throws(BodyFault) {
      let (range, isEscaped) = try string()
      try deliverString(range, isEscaped, at: start)
    } catch {
      // What there is of a string without an end is judged too.
      if error.kind == .jsonUnexpectedEnd { try deliverString((start + 1)..<body.count, true, at: start) }
      throw error
    }
  }

  private mutating func deliverString(_ range: Range<Int>, _ isEscaped: Bool, at start: Int) throws(BodyFault) {
    let raw = body.extracting(range)
    if isEscaped {
      unescaped.removeAll(keepingCapacity: true)
      appendUnescaped(raw, to: &unescaped)
      let value = unescaped
      try deliver(value.span, at: start)
    } else {
      try deliver(raw, at: start)
    }
  }

  private mutating func literal(_ word: StaticString) throws(BodyFault) {
    let start = position
    let end = start + word.utf8CodeUnitCount
    guard end <= body.count else {
      throw BodyFault(isPrefix(of: word) ? .jsonUnexpectedEnd : .jsonInvalidByte, at: position)
    }
    let text = body.extracting(start..<end)
    guard text.isEqual(to: word) else { throw BodyFault(.jsonInvalidByte, at: position) }
    position = end
    try deliver(text.extracting(0..<(text[0] == UInt8(ascii: "n") ? 0 : text.count)), at: start)
  }

  private func isPrefix(of word: StaticString) -> Bool {
    let rest = body.extracting(position..<body.count)
    return ByteSlice(word).prefix(rest.count).span.isEqual(to: rest)
  }

  private mutating func number() throws(BodyFault) {
    let start = position
    if body[position] == UInt8(ascii: "-") { position += 1 }
    if position < body.count && body[position] == UInt8(ascii: "0") { position += 1 } else { try digits() }
    if position < body.count && body[position] == UInt8(ascii: ".") {
      position += 1
      try digits()
    }
    if position < body.count && body[position] | 0x20 == UInt8(ascii: "e") {
      position += 1
      if position < body.count && (body[position] == UInt8(ascii: "+") || body[position] == UInt8(ascii: "-")) {
        position += 1
      }
      try digits()
    }
    try deliver(body.extracting(start..<position), at: start)
  }

  /// One digit or more.
  private mutating func digits() throws(BodyFault) {
    let start = position
    while position < body.count && body[position].isASCIIDigit { position += 1 }
    if position == start {
      throw BodyFault(position == body.count ? .jsonUnexpectedEnd : .jsonInvalidNumber, at: position)
    }
  }

  /// Reads the string at the position: where its inside is, and whether it holds escapes. All of it is checked.
  private mutating func string() throws(BodyFault) -> (range: Range<Int>, isEscaped: Bool) {
    position += 1
    let start = position
    var isEscaped = false
    while position < body.count {
      let byte = body[position]
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        return (start..<(position - 1), isEscaped)
      case UInt8(ascii: "\\"):
        isEscaped = true
        try escape()
      case 0..<0x20: throw BodyFault(.jsonControlInString, at: position)
      case 0x20..<0x80: position += 1
      default:
        let length = body.utf8SequenceLength(at: position)
        if length == 0 {
          let isCutHere = limits.isCut && position + 4 > body.count
          throw BodyFault(isCutHere ? .jsonUnexpectedEnd : .jsonInvalidUTF8, at: position)
        }
        position += length
      }
    }
    throw BodyFault(.jsonUnexpectedEnd, at: position)
  }

  private mutating func escape() throws(BodyFault) {
    guard position + 1 < body.count else {
      position = body.count
      throw BodyFault(.jsonUnexpectedEnd, at: position)
    }
    switch body[position + 1] {
    case UInt8(ascii: "u"):
      var index = position + 2
      while index < position + 6 {
        guard index < body.count else { throw BodyFault(.jsonUnexpectedEnd, at: position) }
        guard body[index].isHexDigit else { throw BodyFault(.jsonInvalidHexEscape, at: position) }
        index += 1
      }
      position = index
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      position += 2
    default: throw BodyFault(.jsonInvalidEscape, at: position)
    }
  }

  private mutating func deliver(_ value: Span<UInt8>, at offset: Int) throws(BodyFault) {
    try budget.spend(values: 0, nameBytes: name.count, at: offset)
    let name = name
    guard sink.argument(name: name.span, value: value) else { throw BodyFault(.jsonArgumentLimit, at: offset) }
  }

  /// Tells the name of an array or an empty object where its last step is a key: no argument's name ends with it.
  private mutating func deliverName() throws(BodyFault) {
    guard let parent = frames.last, !parent.isArray else { return }
    try budget.spend(nameBytes: name.count, at: position)
    let name = name
    sink.argumentName(name.span)
  }

  private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 }
}
