import Bytes
import LiteralSearch

extension OperatorRow {
  /// `@pm one two |41 42|`: the phrases are separated by white space; `|…|` holds bytes in hex, and quotes around the
  /// whole argument are not part of it. No phrase at all: never matches.
  static let pm = OperatorRow("pm") { argument, _ in
    let trimmed = argument.extracting(argument.trimmedRange(of: .space))
    return Phrases(splitPhrases(trimmed.withoutQuotes))
  }

  /// Decoded first and split then, as in ModSecurity: a blank written as `|20|` separates phrases too.
  private static func splitPhrases(_ text: Span<UInt8>) -> [[UInt8]] {
    var phrases: [[UInt8]] = []
    var phrase: [UInt8] = []
    for byte in decodePhrase(text) {
      if !byte.isASCIISpace {
        phrase.append(byte)
      } else if !phrase.isEmpty {
        phrases.append(phrase)
        phrase.removeAll()
      }
    }
    if !phrase.isEmpty { phrases.append(phrase) }
    return phrases
  }
}

extension Span where Element == UInt8 {
  /// The text between a pair of double quotes around the whole, or the text itself.
  fileprivate var withoutQuotes: Span<UInt8> {
    @_lifetime(copy self)
    get {
      let quote = UInt8(ascii: "\"")
      guard count >= 2, self[0] == quote, self[count - 1] == quote else { return self }
      return extracting(1..<(count - 1))
    }
  }
}
