import Bytes

/// One entry of a variable list: `&REQUEST_HEADERS:Host`, `!ARGS:/^x/`.
public struct VariableSyntax: Sendable {
  public enum Selector: Sendable {
    case none
    /// A name, without its quotes; of `XML` the XPath as written.
    case key(Word)
    /// What stands between the slashes.
    case regex(Word)
  }
  public var name: Word
  /// `&`: the number of values instead of the values.
  public var isCount: Bool
  /// `!`: not these.
  public var isExclusion: Bool
  public var selector: Selector
  /// From the first prefix to the end of the selector.
  public var range: SourceRange
  public init(name: Word, isCount: Bool, isExclusion: Bool, selector: Selector, range: SourceRange) {
    self.name = name
    self.isCount = isCount
    self.isExclusion = isExclusion
    self.selector = selector
    self.range = range
  }
}

/// `!@rx pattern`; without a name, `rx` is meant.
public struct OperatorSyntax: Sendable {
  public var isNegated: Bool
  /// The bytes without `@`, the range with it; `nil` when the argument stands alone.
  public var name: Word?
  /// Without the blanks between it and the name; its own blanks are kept.
  public var argument: Word
  public init(isNegated: Bool, name: Word?, argument: Word) {
    self.isNegated = isNegated
    self.name = name
    self.argument = argument
  }
}

/// `name`, `name:argument` or `name:'argument'`.
public struct ActionSyntax: Sendable {
  public var name: Word
  /// `nil` without a colon. Trimmed when bare; inside quotes everything is kept, `\'` with its backslash.
  public var argument: Word?
  public init(name: Word, argument: Word?) {
    self.name = name
    self.argument = argument
  }
}

/// One directive, in the order of the text; includes are replaced by what they include.
public struct Directive: Sendable {
  public enum Body: Sendable {
    case rule([VariableSyntax], OperatorSyntax, [ActionSyntax])
    /// SecAction and SecDefaultAction.
    case actions([ActionSyntax])
    case arguments([Word])
  }
  public var name: Word
  public var body: Body
  /// From the name to the end of the last argument, its quote included; its bytes are the rule's raw text.
  public var range: SourceRange
  /// Whether the parser reported an error in it, so that what it lacks is no finding of its own.
  public var isDamaged: Bool
  public init(name: Word, body: Body, range: SourceRange, isDamaged: Bool = false) {
    self.name = name
    self.body = body
    self.range = range
    self.isDamaged = isDamaged
  }
}

/// Everything that was parsed.
public struct SyntaxTree: Sendable {
  public var sources: [Source] = []
  public var directives: [Directive] = []
  public init() {}
}
