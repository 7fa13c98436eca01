import Bytes
public import LinearRegex

extension OperatorResources {
  /// Compiles the part of an argument that is a regular expression.
  ///
  /// - Parameter offset: where the expression begins in the argument, so that a problem points into the argument.
  func pattern(_ source: Span<UInt8>, at offset: Int = 0) throws(OperatorProblem) -> Pattern {
    do {
      return try Pattern(source, patternOptions)
    } catch {
      let place = min(max(error.offset, 0), source.count)
      throw OperatorProblem(
        .badPattern, at: offset + place, length: place < source.count ? 1 : 0, [UInt8](error.reason.sentence))
    }
  }

  /// How every operator compiles its patterns.
  var patternOptions: PatternOptions {
    var options = PatternOptions()
    options.stepLimit = stepLimit
    options.cacheBytes = patternCacheBytes
    return options
  }
}

extension PatternError.Reason {
  /// What is wrong; what to write instead.
  public var sentence: StaticString {
    switch self {
    case .unbalancedParenthesis: return "the parentheses do not pair up; write '\\(' or '\\)' for the character itself"
    case .unclosedClass: return "the character class has no ']'; write '\\[' for the character itself"
    case .nothingToRepeat:
      return
        "there is nothing before this quantifier to repeat; write it with a '\\' before it for the character itself"
    case .invalidRepeat: return "the repeat counts are not in order; write the smaller one first, as in {2,5}"
    case .repeatTooLarge: return "the repeat count is too large; write at most {1000}, or '*' or '+'"
    case .invalidEscape: return "there is no such escape; leave the '\\' out, or write the byte as \\xHH"
    case .invalidClassRange: return "the range in the class runs backwards; write the smaller end first, as in [a-z]"
    case .unknownGroupSyntax:
      return "there is no such kind of group; write (?:...) for a plain one, '\\(?' for the text"
    case .unknownPOSIXClass: return "there is no such POSIX class; write one of those there are, such as [[:alpha:]]"
    case .invalidBackreference: return "the backreference names a group that does not exist; count the opening '('"
    case .variableLengthLookbehind:
      return "a lookbehind must match a fixed number of bytes; replace '*', '+' and '?' inside it by a count"
    case .tooLarge:
      return "the compiled pattern would be too large; lower its repeat counts or split it into two rules"
    case .tooDeep: return "the groups are nested too deeply; flatten the pattern or split it into two rules"
    }
  }
}
