/// Reads tokens and folds them into the at most five that make the fingerprint.
///
/// Folding drops what can be added to an attack without changing it (comments, signs, arithmetic, parentheses), so that
/// few shapes stand for many texts.
package struct SQLFolding: ~Escapable {
  /// How many tokens a fingerprint has at most.
  static var limit: Int { 5 }

  private(set) var tokenizer: SQLTokenizer
  /// The tokens held; past `held` there is room for one that is just being read.
  package internal(set) var tokens = InlineArray<8, SQLToken>(repeating: SQLToken())
  /// How many tokens are held.
  var held = 0
  /// How many tokens at the front no rule applies to any more.
  var done = 0
  private var isAtEnd = false
  /// The comment just before the place read last: comments are kept only at the end.
  private var lastComment: SQLToken?

  @_lifetime(copy tokenizer)
  package init(_ tokenizer: consuming SQLTokenizer) {
    self.tokenizer = tokenizer
  }

  /// Reads all of the input that matters.
  ///
  /// - Returns: how many of `tokens` are the result.
  package mutating func run() -> Int {
    guard readFirst() else { return 0 }
    while true {
      if held >= Self.limit { collapseGroup() }
      if isAtEnd || done >= Self.limit {
        done = held
        break
      }
      fetch(2)
      if held - done < 2 {
        done = held
        continue
      }
      switch foldPair() {
      case .restart: continue
      case .evil: return done + 2
      case .none: break
      }
      fetch(3)
      if held - done < 3 {
        done = held
        continue
      }
      if !foldTriple() { done += 1 }
    }
    if done < Self.limit, let comment = lastComment {
      tokens[done] = comment
      done += 1
    }
    return min(done, Self.limit)
  }

  /// Reads the first token that is neither a comment nor something that can stand before a value without a meaning.
  private mutating func readFirst() -> Bool {
    while let token = tokenizer.next() {
      switch token.type {
      case .comment, .leftParenthesis, .sqlType: continue
      default: if token.isUnaryOperator { continue }
      }
      tokens[0] = token
      held = 1
      return true
    }
    return false
  }

  /// Reads until `count` tokens are held past the ones done.
  private mutating func fetch(_ count: Int) {
    while !isAtEnd, held <= Self.limit, held - done < count {
      guard let token = tokenizer.next() else {
        isAtEnd = true
        return
      }
      if token.type == .comment {
        lastComment = token
      } else {
        lastComment = nil
        tokens[held] = token
        held += 1
      }
    }
  }

  /// Five tokens that are a value in parentheses count as one.
  private mutating func collapseGroup() {
    let matches: Bool
    switch (tokens[0].type, tokens[1].type, tokens[2].type, tokens[3].type, tokens[4].type) {
    case (.number, .operator, .leftParenthesis, .number, .rightParenthesis),
      (.number, .comma, .leftParenthesis, .number, .rightParenthesis),
      (.bareword, .operator, .leftParenthesis, .bareword, .rightParenthesis),
      (.bareword, .operator, .leftParenthesis, .number, .rightParenthesis),
      (.number, .rightParenthesis, .comma, .leftParenthesis, .number),
      (.bareword, .rightParenthesis, .operator, .leftParenthesis, .bareword):
      matches = true
    default: matches = false
    }
    guard matches else { return }
    if held > Self.limit { tokens[1] = tokens[5] }
    held = held > Self.limit ? 2 : 1
    done = 0
  }

  /// Forgets the last token held.
  mutating func dropLast() { held -= 1 }

  /// Forgets the last token and looks at the one before the pair again.
  mutating func dropLastAndStepBack() {
    held -= 1
    if done > 0 { done -= 1 }
  }
}
