import Bytes

/// The `Content-Disposition` of a part: `form-data; name="…"; filename="…"`, read as strictly as ModSecurity does.
///
/// In quotes `\"` and `\\` are escapes, any other `\` stands for itself (old browsers send whole paths). Percent
/// encoding is left alone but in `filename*` (RFC 5987), which is accepted beside a `filename` only: RFC 7578 §4.2
/// forbids it, and to a server that reads it the file has this name.
struct ContentDisposition {
  var name: [UInt8] = []
  var fileName: [UInt8] = []
  var hasName = false
  var hasFileName = false
  var hasInvalidQuoting = false
  /// Written as no client writes it: a TAB, blanks round a `=`, a `;` at the end, a letter case of its own.
  private(set) var isOdd = false
  /// There are escapes in it: servers that do not know them see a value end where it does not.
  private(set) var hasEscapes = false
  /// A parameter stands twice.
  private(set) var hasDuplicate = false
  private(set) var hasExtendedFileName = false
  /// What `filename*` says of its charset and language.
  private(set) var charset: [UInt8] = []
  private(set) var language: [UInt8] = []
  private var extendedFileName: [UInt8] = []

  /// The name of `filename*`, decoded, where it is not that of `filename`.
  var otherFileName: [UInt8]? {
    hasExtendedFileName && extendedFileName != fileName ? extendedFileName : nil
  }

  /// What is wrong, by the number the reference engine prints.
  enum Fault: Int8 {
    case notFormData = -1
    case noSemicolon = -2
    case noParameter = -3
    case noEqualSign = -4
    case endAfterName = -5
    case endAfterEqualSign = -6
    case endAfterQuote = -7
    case endAfterBackslash = -8
    case unclosedQuote = -10
    case unknownParameter = -11
    case textAfterValue = -12
    case textBeforeEqualSign = -13
    case duplicateName = -14
    case duplicateFileName = -15
    case invalidCharset = -16
    case invalidLanguage = -17
    case invalidPercent = -18
    case invalidExtendedCharacter = -19
    case duplicateExtendedFileName = -20
    case extendedFileNameOnly = -21
  }

  /// Reads a header's value; what stands before a fault is kept.
  mutating func parse(_ text: Span<UInt8>) -> Fault? {
    self = ContentDisposition()
    guard text.hasPrefix("form-data") else { return .notFormData }
    noteMarks(text)
    var position = skipBlanks(text, 9)
    if position > 9 { isOdd = true }
    guard position < text.count else { return nil }
    guard text[position] == UInt8(ascii: ";") else { return .noSemicolon }
    position += 1
    if position == text.count { isOdd = true }
    while position < text.count {
      if let fault = parameter(text, &position) { return fault }
      let valueEnd = position
      position = skipBlanks(text, position)
      if position > valueEnd { isOdd = true }
      if position == text.count { break }
      guard text[position] == UInt8(ascii: ";") else {
        if text[position] == UInt8(ascii: "'") || text[position] == UInt8(ascii: "\"") { hasInvalidQuoting = true }
        return .textAfterValue
      }
      position += 1
      if position == text.count { isOdd = true }
    }
    return hasExtendedFileName && !hasFileName ? .extendedFileNameOnly : nil
  }

  private mutating func duplicate(_ fault: Fault) -> Fault {
    hasDuplicate = true
    return fault
  }

  private mutating func noteMarks(_ text: Span<UInt8>) {
    var index = 0
    while index < text.count {
      if text[index] < 0x20 { isOdd = true }
      if text[index] == UInt8(ascii: "\\"), index + 1 < text.count {
        let next = text[index + 1]
        if next == UInt8(ascii: "\"") || next == UInt8(ascii: "\\") || next == UInt8(ascii: "'") { hasEscapes = true }
      }
      index += 1
    }
  }

  private mutating func parameter(_ text: Span<UInt8>, _ position: inout Int) -> Fault? {
    position = skipBlanks(text, position)
    guard position < text.count else { return .noParameter }
    let start = position
    while position < text.count && text[position] != UInt8(ascii: "=") && !isBlank(text[position]) { position += 1 }
    guard position < text.count else { return .noEqualSign }
    let key = text.extracting(start..<position)
    if isBlank(text[position]) { isOdd = true }
    position = skipBlanks(text, position)
    guard position < text.count else { return .endAfterName }
    guard text[position] == UInt8(ascii: "=") else { return .textBeforeEqualSign }
    position += 1
    if position < text.count && isBlank(text[position]) { isOdd = true }
    position = skipBlanks(text, position)
    guard position < text.count else { return .endAfterEqualSign }

    if key.isEqual(to: "name") {
      if hasName { return duplicate(.duplicateName) }
      hasName = true
      return Self.value(text, &position, into: &name, &hasInvalidQuoting)
    }
    if key.isEqual(to: "filename") {
      if hasFileName { return duplicate(.duplicateFileName) }
      hasFileName = true
      return Self.value(text, &position, into: &fileName, &hasInvalidQuoting)
    }
    if key.isEqual(to: "filename*") {
      if hasExtendedFileName { return duplicate(.duplicateExtendedFileName) }
      hasExtendedFileName = true
      return extendedValue(text, &position)
    }
    return .unknownParameter
  }

  private static func value(
    _ text: Span<UInt8>, _ position: inout Int, into output: inout [UInt8], _ hasInvalidQuoting: inout Bool
  ) -> Fault? {
    let quote = text[position]
    if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
      if quote == UInt8(ascii: "'") { hasInvalidQuoting = true }
      position += 1
      return quoted(text, quote, &position, into: &output)
    }
    while position < text.count && text[position].isTokenByte {
      if text[position] == UInt8(ascii: "'") { hasInvalidQuoting = true }
      output.append(text[position])
      position += 1
    }
    return nil
  }

  private static func quoted(
    _ text: Span<UInt8>, _ quote: UInt8, _ position: inout Int, into output: inout [UInt8]
  ) -> Fault? {
    guard position < text.count else { return .endAfterQuote }
    while position < text.count {
      var byte = text[position]
      if byte == quote {
        position += 1
        return nil
      }
      if byte == UInt8(ascii: "\\") {
        guard position + 1 < text.count else { return .endAfterBackslash }
        let next = text[position + 1]
        if next == quote || next == UInt8(ascii: "\\") {
          byte = next
          position += 1
        }
      }
      output.append(byte)
      position += 1
    }
    return .unclosedQuote
  }

  /// `charset'language'percent-encoded`, RFC 5987 §3.2.
  private mutating func extendedValue(_ text: Span<UInt8>, _ position: inout Int) -> Fault? {
    let charsetStart = position
    let charsetMarks = ByteSet("!#$%&+-^_`{}~")
    while position < text.count && (text[position].isASCIIAlphanumeric || charsetMarks.contains(text[position])) {
      position += 1
    }
    guard position > charsetStart, position < text.count, text[position] == UInt8(ascii: "'") else {
      return .invalidCharset
    }
    charset.append(text.extracting(charsetStart..<position))
    position += 1
    let languageStart = position
    while position < text.count && (text[position].isASCIIAlphanumeric || text[position] == UInt8(ascii: "-")) {
      position += 1
    }
    guard position < text.count, text[position] == UInt8(ascii: "'") else { return .invalidLanguage }
    language.append(text.extracting(languageStart..<position))
    position += 1
    let attributeMarks = ByteSet("!#$&+-.^_`|~")
    while position < text.count && text[position] != UInt8(ascii: ";") && !isBlank(text[position]) {
      var byte = text[position]
      if byte == UInt8(ascii: "%") {
        guard let decoded = text.hexByte(at: position + 1) else { return .invalidPercent }
        byte = decoded
        position += 2
      } else if !byte.isASCIIAlphanumeric && !attributeMarks.contains(byte) {
        return .invalidExtendedCharacter
      }
      extendedFileName.append(byte)
      position += 1
    }
    return nil
  }

  private func skipBlanks(_ text: Span<UInt8>, _ start: Int) -> Int {
    var index = start
    while index < text.count && isBlank(text[index]) { index += 1 }
    return index
  }

  private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
