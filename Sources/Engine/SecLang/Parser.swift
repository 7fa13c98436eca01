import Bytes

/// How far includes may go.
public enum IncludeLimits {
  /// Levels of `Include`, as Coraza allows them.
  public static let depth = 100
  /// Sources in all: without it, a few sources that include each other twice would never end.
  public static let sources = 10_000
}

/// Parses rule text, following includes.
///
/// Every error is reported and parsing goes on with the next directive; the tree then holds what could be read, with
/// `Directive.isDamaged` set where something is missing. Takes time in proportion to the text.
///
/// Source: `docs/seclang.md`, section 0: lenient where either engine reads the text, strict where both fail.
///
/// - Parameter loader: asked for each `Include`.
public func parse(_ source: Source, _ loader: SourceLoader, _ diagnostics: inout Diagnostics) -> SyntaxTree {
  var parser = Parser(loader)
  parser.parse(source, &diagnostics)
  return parser.tree
}

/// Parses a variable list that stands as an argument (`SecRuleUpdateTargetById`).
public func parseVariables(_ word: Word, _ diagnostics: inout Diagnostics) -> [VariableSyntax] {
  var parser = VariableListParser(word)
  return parser.parse(&diagnostics)
}

/// Parses an action list that stands as an argument (`SecRuleUpdateActionById`).
public func parseActions(_ word: Word, _ diagnostics: inout Diagnostics) -> [ActionSyntax] {
  var parser = ActionListParser(word)
  return parser.parse(&diagnostics)
}

/// Reads one source after another; includes are a stack instead of a recursion, so that depth costs no stack.
struct Parser {
  /// A source that is being read.
  private struct OpenSource {
    var lines: LogicalLines
    /// What its last `Include` named and is not read yet, the next one last, and where that stands.
    var included: [Source] = []
    var place: SourceRange
  }

  private(set) var tree = SyntaxTree()
  private let loader: SourceLoader
  /// Each included by the one before it.
  private var open: [OpenSource] = []

  init(_ loader: SourceLoader) { self.loader = loader }

  mutating func parse(_ source: Source, _ diagnostics: inout Diagnostics) {
    enter(source, SourceRange(source: 0, start: 0, end: 0), &diagnostics)
    while var current = open.popLast() {
      if let source = current.included.popLast() {
        open.append(current)
        enter(source, current.place, &diagnostics)
      } else if let line = current.lines.next() {
        if let backslash = current.lines.openContinuation {
          diagnostics.report(Diagnostic(.unterminatedContinuation, at: backslash))
        }
        if let path = parseDirective(line, &current.lines, into: &tree, &diagnostics) {
          current.included = sources(path, &diagnostics).reversed()
          current.place = path.range
        }
        open.append(current)
      }
    }
  }

  /// Begins to read a source, unless that would never end.
  private mutating func enter(_ source: Source, _ place: SourceRange, _ diagnostics: inout Diagnostics) {
    var problem: DiagnosticID?
    if source.text.count > Int32.max {
      problem = .sourceTooLarge
    } else if open.contains(where: { tree.sources[Int($0.lines.source)].name == source.name }) {
      problem = .includeCycle
    } else if open.count > IncludeLimits.depth {
      problem = .includeTooDeep
    } else if tree.sources.count > IncludeLimits.sources {
      problem = .tooManyIncludes
    }
    if let problem {
      diagnostics.report(Diagnostic(problem, at: place, found: source.name))
      return
    }
    let index = Int32(truncatingIfNeeded: tree.sources.count)
    tree.sources.append(source)
    let lines = LogicalLines(source.text, source: index)
    open.append(OpenSource(lines: lines, place: SourceRange(source: index, start: 0, end: 0)))
  }

  /// What an `Include` stands for.
  private func sources(_ path: Word, _ diagnostics: inout Diagnostics) -> [Source] {
    let includer = tree.sources[Int(path.range.source)].name
    let pattern = path.bytes
    let found = loader.sources(matching: pattern.span, from: includer.span) ?? []
    if found.isEmpty {
      // Nothing may be what a glob is meant to find, but it may also leave a proxy without its rules.
      let id: DiagnosticID = isGlob(pattern.span) ? .includeMatchesNothing : .includeNotFound
      diagnostics.report(Diagnostic(id, at: path.range, found: pattern))
    }
    return found
  }
}
