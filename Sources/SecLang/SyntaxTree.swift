public import Bytes

/// A file of rules, or a block of directives from a configuration, with the name diagnostics show.
public struct Source: Sendable {
  public let name: [UInt8]
  public let text: [UInt8]
  public init(name: [UInt8], text: [UInt8]) {
    self.name = name
    self.text = text
  }
}

/// A place in a source: byte offsets, lines are counted when rendering.
public struct SourceRange: Equatable, Sendable {
  /// Index into `SyntaxTree.sources`.
  public var source: Int32
  public var start: Int32
  public var end: Int32
  public init(source: Int32, start: Int32, end: Int32) {
    self.source = source
    self.start = start
    self.end = end
  }
}

/// Text as the engine should read it (quotes and escapes resolved) with the place it came from.
public struct Word: Sendable {
  public let bytes: [UInt8]
  public let range: SourceRange
  public init(_ bytes: [UInt8], _ range: SourceRange) {
    self.bytes = bytes
    self.range = range
  }
}

/// One entry of a variable list: `&REQUEST_HEADERS:Host`, `!ARGS:/^x/`.
public struct VariableSyntax: Sendable {
  public enum Selector: Sendable {
    case none
    case key(Word)
    case regex(Word)
  }
  public var name: Word
  public var isCount: Bool
  public var isExclusion: Bool
  public var selector: Selector
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
  /// Without `@`; `nil` when the argument stands alone.
  public var name: Word?
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
  /// From the name to the end of the last argument; its bytes are the rule's raw text.
  public var range: SourceRange
  public init(name: Word, body: Body, range: SourceRange) {
    self.name = name
    self.body = body
    self.range = range
  }
}

/// Everything that was parsed.
public struct SyntaxTree: Sendable {
  public var sources: [Source] = []
  public var directives: [Directive] = []
  public init() {}
}
