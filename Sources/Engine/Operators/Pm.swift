import Bytes

extension OperatorRow {
  /// `@pm one two |41 42|`: the phrases are separated by white space; `|…|` holds bytes in hex, and quotes around the
  /// whole argument are not part of it. No phrase at all: never matches.
  static let pm = OperatorRow("pm") { argument, _ in
    let trimmed = argument.extracting(argument.trimmedRange(of: .space))
    return Phrases(splitPhrases(trimmed.withoutQuotes))
  }

  /// The words of `text`, where blanks between bars do not end a word, each decoded and split again.
  ///
  /// Split again because ModSecurity splits what it has decoded: a blank written as `|20|` separates phrases too. Word
  /// by word because bars that do not pair in one phrase must not leave the others undecoded.
  private static func splitPhrases(_ text: Span<UInt8>) -> [[UInt8]] {
    var phrases: [[UInt8]] = []
    forEachWord(of: text, barsKeepTogether: true) { word in
      forEachWord(of: Phrases.decoded(word).span, barsKeepTogether: false) { phrases.append([UInt8]($0)) }
    }
    return phrases
  }

  private static func forEachWord(of text: Span<UInt8>, barsKeepTogether: Bool, _ body: (Span<UInt8>) -> Void) {
    var start = 0
    var isBetweenBars = false
    for index in 0...text.count {
      if index == text.count || (text[index].isASCIISpace && !isBetweenBars) {
        if index > start { body(text.extracting(start..<index)) }
        start = index + 1
      } else if barsKeepTogether && text[index] == UInt8(ascii: "|") {
        isBetweenBars.toggle()
      }
    }
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
