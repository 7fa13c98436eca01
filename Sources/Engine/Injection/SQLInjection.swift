import Bytes

/// SQL injection by token shape.
///
/// The input is read as the inside of a query, unquoted and behind either quote, and in both dialects where they
/// differ. Verdicts and fingerprints are those of libinjection.
public enum SQLInjection {
  /// The fingerprint of the SQL injection in `input`, or `nil` when it looks harmless in every context.
  ///
  /// Takes time linear in the input and no memory.
  public static func detect(_ input: Span<UInt8>) -> Fingerprint? {
    if input.isEmpty || input.isOneSQLToken { return nil }
    if let found = detect(input, context: .unquoted) { return found }
    if input.firstIndex(of: UInt8(ascii: "'")) != nil, let found = detect(input, context: .singleQuoted) {
      return found
    }
    guard input.firstIndex(of: UInt8(ascii: "\"")) != nil else { return nil }
    return read(input, context: .doubleQuoted, dialect: .mysql).found
  }

  private static func detect(_ input: Span<UInt8>, context: SQLContext) -> Fingerprint? {
    let first = read(input, context: context, dialect: .ansi)
    if let found = first.found { return found }
    return first.isAmbiguous ? read(input, context: context, dialect: .mysql).found : nil
  }

  private static func read(
    _ input: Span<UInt8>, context: SQLContext, dialect: SQLDialect
  ) -> (found: Fingerprint?, isAmbiguous: Bool) {
    let reading = SQLReading(input, context: context, dialect: dialect)
    return (reading.isAttack ? reading.fingerprint : nil, reading.isAmbiguous)
  }
}

extension Span where Element == UInt8 {
  /// Whether the bytes are surely one name or one number, as most values in traffic are; no attack has one token.
  ///
  /// A letter starts a word, which these bytes do not end, and no string without a quote. A digit starts a number, and
  /// without a letter nothing but a number.
  fileprivate var isOneSQLToken: Bool {
    let isNumber = self[0].isASCIIDigit
    for index in 0..<count {
      if isNumber ? !self[index].isASCIIDigit : !self[index].isWordByte { return false }
    }
    return true
  }
}
