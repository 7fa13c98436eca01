import Bytes
import RuleEngine

/// What lines about a transaction may show, and how long an audit line may be.
public struct AuditPolicy: Sendable {
  /// Names of headers and arguments whose values are secrets; matched without regard to case.
  public var maskedHeaders: [[UInt8]] = []
  public var maskedArguments: [[UInt8]] = []
  /// The longest audit line.
  public var maxBytes = 65_536

  /// Whether no value is to be shown.
  private var hidesAll = false

  public init() {}

  /// The policy with what rules of the transaction want masked as well.
  @inline(never)
  func with(_ transaction: Transaction) -> AuditPolicy {
    let names = transaction.maskedNames
    if names.isEmpty { return self }
    var policy = self
    policy.maskedHeaders += names
    policy.maskedArguments += names
    policy.hidesAll = names.count >= Transaction.maskedNameLimit || names.contains([UInt8(ascii: "*")])
    return policy
  }

  static let mask = ByteSlice("***")

  func hides(header name: Span<UInt8>) -> Bool { hidesAll || Self.contains(maskedHeaders, name) }

  /// Whether what a rule found is the value of a secret; `variable` is its name, as in `ARGS:password`.
  func hides(variable: ByteSlice, of transaction: Transaction) -> Bool {
    if hidesAll { return true }
    guard let colon = variable.span.firstIndex(of: UInt8(ascii: ":")) else {
      return variable.span.isEqual(to: "REQUEST_BODY") && hidesBody(of: transaction)
    }
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

  /// Text that holds a query or form, with the values of secret arguments masked; names may be percent-encoded.
  ///
  /// A name may begin behind any separator, as in a message that quotes a form; a value goes on to the next `&`.
  func masking(_ text: Span<UInt8>) -> [UInt8] {
    if hidesAll { return [UInt8](Self.mask) }
    if maskedArguments.isEmpty { return [UInt8](text) }
    var output: [UInt8] = []
    var name: [UInt8] = []
    var index = 0
    while index < text.count {
      var byte = text[index]
      output.append(byte)
      index += 1
      if byte == UInt8(ascii: "="), Self.contains(maskedArguments, name.span) {
        output.append(Self.mask)
        while index < text.count && text[index] != UInt8(ascii: "&") { index += 1 }
      } else if Self.separators.contains(byte) {
        name.removeAll(keepingCapacity: true)
      } else {
        if byte == UInt8(ascii: "%"), let decoded = text.hexByte(at: index) {
          byte = decoded
          output.append(text.extracting(index..<index + 2))
          index += 2
        }
        name.append(byte)
      }
    }
    return output
  }

  /// The request body as it may be shown.
  ///
  /// - Returns: no more than a record may hold, and how much was left out.
  func body(of transaction: Transaction) -> (text: [UInt8], cut: Int) {
    let body = transaction.requestBodyBytes
    if !body.isEmpty && hidesBody(of: transaction) { return ([UInt8](Self.mask), 0) }
    let shown = body.prefix(maxBytes)
    return (masking(shown.span), body.count - shown.count)
  }

  /// Only in a form is it known where a secret stands.
  private func hidesBody(of transaction: Transaction) -> Bool {
    !maskedArguments.isEmpty && transaction.requestBodyProcessor != .urlEncoded
  }

  private static let separators = ByteSet("?&; =")

  private static func contains(_ names: [[UInt8]], _ name: Span<UInt8>) -> Bool {
    for candidate in names where candidate.span.isEqualIgnoringCase(to: name) { return true }
    return false
  }
}
