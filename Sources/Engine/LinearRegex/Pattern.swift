internal import Bytes
public import LiteralSearch

/// What a search found.
public enum MatchOutcome: Equatable, Sendable {
  case noMatch
  case match
  /// The step bound of the backtracking matcher was reached; only patterns with lookaround, backreferences, possessive
  /// or atomic groups can say so.
  case limitExceeded
}

/// How a pattern is compiled. DOTALL is always on, `^` and `$` match at the subject's ends only (unless `(?m)`).
public struct PatternOptions: Sendable {
  public var ignoresCase = false
  /// Largest compiled program, in instructions.
  public var programLimit = 65_536
  /// Deepest group nesting.
  public var depthLimit = 250
  /// Steps the backtracking matcher may take per search (SecPcreMatchLimit).
  public var stepLimit = 100_000
  /// Bytes the lazy DFA may keep for this pattern; 0 switches it off.
  public var cacheBytes = 65_536
  public init() {}
}

/// Why a pattern does not compile.
public struct PatternError: Error, Equatable, Sendable {
  public enum Reason: UInt8, Sendable {
    case unbalancedParenthesis, unclosedClass, nothingToRepeat, invalidRepeat, repeatTooLarge, invalidEscape,
      invalidClassRange, unknownGroupSyntax, unknownPOSIXClass, invalidBackreference, variableLengthLookbehind,
      tooLarge, tooDeep
  }
  public let reason: Reason
  /// Offset into the pattern, in bytes.
  public let offset: Int
  public init(_ reason: Reason, at offset: Int) {
    self.reason = reason
    self.offset = offset
  }
}

/// A compiled regular expression over bytes.
///
/// Syntax and meaning are PCRE's (pcre2pattern(3), 10.42, byte mode). Making a pattern reads and checks it and derives its
/// requirement; the program is compiled by the first search, so that patterns whose requirement is never met cost little.
///
/// One thread at a time: the lazy DFA's cache is part of the pattern.
public final class Pattern: @unchecked Sendable {
  /// Capturing groups, group 0 (the whole match) included.
  public let groupCount: Int
  /// What every matching input holds.
  public let requirement: MatchRequirement

  private let source: [UInt8]
  private let options: PatternOptions
  private var matcher: Matcher?
  /// The matcher's automaton, if the pattern runs on one: the way most searches take.
  private var automaton: LazyDFA?

  public init(_ source: Span<UInt8>, _ options: PatternOptions = PatternOptions()) throws(PatternError) {
    var parser = Parser(source, options)
    let tree = try parser.parse()
    groupCount = tree.groupCount
    requirement = RequirementAnalysis.requirement(of: tree)
    self.options = options
    self.source = [UInt8](source)
  }

  /// Whether the pattern occurs anywhere in `input`.
  public func search(_ input: Span<UInt8>) -> MatchOutcome {
    if let automaton { return automaton.matches(input, from: 0) ? .match : .noMatch }
    let outcome = preparedMatcher().search(input, from: 0)
    automaton = preparedMatcher().automaton
    return outcome
  }

  /// The leftmost match (Perl's priorities) at or after `start`.
  ///
  /// - Parameter groups: on a match holds start and end offset of each group, `2 * groupCount` numbers; −1, −1 for a
  ///   group that took no part. Its storage is reused.
  public func search(_ input: Span<UInt8>, from start: Int, _ groups: inout [Int32]) -> MatchOutcome {
    preparedMatcher().search(input, from: start, &groups)
  }

  /// The matcher, for tests that ask each of its parts.
  package func preparedMatcher() -> Matcher {
    if let matcher { return matcher }
    let source = self.source
    var parser = Parser(source.span, options)
    // The source was parsed when the pattern was made, so it parses.
    guard let tree = try? parser.parse() else { fatalError("a pattern parsed once does not parse again") }
    let made = Matcher(tree, options)
    matcher = made
    return made
  }
}

extension [UInt8] {
  /// A copy of `span`.
  init(_ span: Span<UInt8>) {
    self = []
    append(span)
  }
}
