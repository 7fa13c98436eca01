import Bytes
import RuleEngine

/// What lines about a transaction may show, and how long an audit line may be.
public struct AuditPolicy: Sendable {
  /// Names of headers and arguments whose values are secrets; matched without regard to case.
  public var maskedHeaders: [[UInt8]] = []
  public var maskedArguments: [[UInt8]] = []
  /// The longest audit line.
  public var maxBytes = 65_536

  public init() {}

  static let mask = ByteSlice("***")

  func hides(header name: Span<UInt8>) -> Bool { Self.contains(maskedHeaders, name) }

  /// Whether what a rule found is the value of a secret; `variable` is its name, as in `ARGS:password`.
  func hides(variable: ByteSlice) -> Bool {
    guard let colon = variable.span.firstIndex(of: UInt8(ascii: ":")) else { return false }
    let collection = variable.prefix(colon)
    let key = variable.dropFirst(colon + 1)
    if collection.span.hasPrefix("ARGS") {
      // A member of JSON is known by its path.
      let dot = key.span.lastIndex(of: UInt8(ascii: ".")) ?? -1
      return Self.contains(maskedArguments, key.span) || Self.contains(maskedArguments, key.dropFirst(dot + 1).span)
    }
    if collection.span.hasPrefix("REQUEST_COOKIES") { return hides(header: ByteSlice("cookie").span) }
    return hides(header: key.span)
  }

  /// Text that holds a query or form, with the values of secret arguments masked.
  func masking(_ text: Span<UInt8>) -> [UInt8] {
    if maskedArguments.isEmpty { return [UInt8](text) }
    var output: [UInt8] = []
    var start = 0
    var index = 0
    while index < text.count {
      let byte = text[index]
      output.append(byte)
      index += 1
      if Self.separators.contains(byte) {
        start = index
      } else if byte == UInt8(ascii: "="), Self.contains(maskedArguments, text.extracting(start..<(index - 1))) {
        output.append(Self.mask)
        while index < text.count && !Self.separators.contains(text[index]) { index += 1 }
      }
    }
    return output
  }

  /// The request body as it may be shown: only in a form is it known where a secret stands.
  ///
  /// - Returns: no more than a record may hold, and how much was left out.
  func body(of transaction: Transaction) -> (text: [UInt8], cut: Int) {
    let body = transaction.requestBodyBytes
    guard maskedArguments.isEmpty || transaction.requestBodyProcessor == .urlEncoded else {
      return ([UInt8](body.isEmpty ? body : Self.mask), 0)
    }
    let shown = body.prefix(maxBytes)
    return (masking(shown.span), body.count - shown.count)
  }

  private static let separators = ByteSet("?&; ")

  private static func contains(_ names: [[UInt8]], _ name: Span<UInt8>) -> Bool {
    for candidate in names where candidate.span.isEqualIgnoringCase(to: name) { return true }
    return false
  }
}
