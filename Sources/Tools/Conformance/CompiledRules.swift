internal import Bytes
internal import Foundation
public import RuleCompiler
public import RuleEngine
internal import RuleLibrary
public import SecLang

/// Rules read from the disk and compiled, with everything there is to say about them.
public struct CompiledRules {
  /// `nil` when there are errors.
  public let program: Program?
  /// Each finding as people read it, with the line and carets; in the order of the text, not of the steps that made
  /// them.
  public let findings: [String]
  /// What need not be shown unless somebody asks: features without effect in rules that other rules switch on.
  public let notes: [String]
  public let errorCount: Int
  /// What reading and compiling took.
  public let duration: Duration

  /// Reads and compiles a source; `Include`s are looked for among the built-in rules and on the disk.
  public init(_ source: Source, _ options: CompilerOptions = CompilerOptions()) {
    self.init(source, from: BuiltinLoader(DiskSourceLoader()), options)
  }

  /// Reads and compiles a source; `loader` knows what it may include.
  public init(_ source: Source, from loader: SourceLoader, _ options: CompilerOptions = CompilerOptions()) {
    let start = ContinuousClock.now
    var diagnostics = Diagnostics()
    let tree = parse(source, loader, &diagnostics)
    program = compile(tree, loader, options, &diagnostics)
    duration = ContinuousClock.now - start
    findings = Self.rendered(diagnostics.all, in: tree)
    notes = Self.rendered(diagnostics.notes, in: tree)
    errorCount = diagnostics.errorCount
  }

  private static func rendered(_ diagnostics: [Diagnostic], in tree: SyntaxTree) -> [String] {
    let sorted = diagnostics.enumerated().sorted {
      ($0.element.range.source, $0.element.range.start, $0.offset)
        < ($1.element.range.source, $1.element.range.start, $1.offset)
    }
    return sorted.map { _, diagnostic in
      var text: [UInt8] = []
      render(diagnostic, in: tree.sources, into: &text)
      return String(decoding: text, as: UTF8.self)
    }
  }

  /// Reads and compiles sources one after the other into one rule set.
  public init(_ sources: [Source]) {
    let text = sources.indices.map { "Include \($0)\n" }.joined()
    self.init(Source(name: [], text: [UInt8](text.utf8)), from: BuiltinLoader(ListLoader(sources)))
  }

  /// Compiles the Core Rule Set after the recommended configuration.
  ///
  /// - Parameters:
  ///   - directory: where `crs-setup.conf.example` and `rules` stand.
  ///   - setup: directives between the recommended configuration and the rule set; what its regression tests want
  ///     unless something else is given.
  public init(
    coreRuleSet directory: String, setup: String = "Include @ftw-conf", _ options: CompilerOptions = CompilerOptions()
  ) {
    let text = """
      Include @recommended-conf
      \(setup)
      Include \(directory)/crs-setup.conf.example
      Include \(directory)/rules/*.conf
      """
    self.init(Source(name: [UInt8]("ftw".utf8), text: [UInt8](text.utf8)), options)
  }
}

/// Knows the sources of a list by their number, for a text without a name; for all others, what is on the disk.
private final class ListLoader: SourceLoader {
  private let list: [Source]
  private let disk = DiskSourceLoader()

  init(_ list: [Source]) {
    self.list = list
    super.init()
  }

  override func sources(matching pattern: Span<UInt8>, from includer: Span<UInt8>) -> [Source]? {
    guard includer.isEmpty else { return disk.sources(matching: pattern, from: includer) }
    return Int(String(decoding: [UInt8](pattern), as: UTF8.self)).map { [list[$0]] }
  }
}
