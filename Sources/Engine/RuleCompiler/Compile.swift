public import RuleEngine
public import SecLang

/// What tests may switch; every combination gives the same verdicts.
public struct CompilerOptions: Sendable {
  public var engine = EngineOptions()
  /// Bytes each pattern's DFA may keep; 0 switches the DFA off.
  public var patternCacheBytes = 65_536
  public init() {}
}

/// Compiles a syntax tree into a program.
///
/// Directives act in the order of the text, but for those that change or remove rules and for datasets: these may
/// stand anywhere (docs/seclang.md, choice 10). A rule that is removed is never prepared, so its pattern costs nothing.
///
/// - Parameter files: data files for `@pmFromFile` and `@ipMatchFromFile`.
/// - Returns: `nil` when `diagnostics` holds errors afterwards.
public func compile(
  _ tree: SyntaxTree, _ files: SourceLoader, _ options: CompilerOptions, _ diagnostics: inout Diagnostics
) -> Program? {
  let compilation = Compilation(tree, files, options, diagnostics)
  compilation.readDirectives()
  compilation.applyUpdates()
  compilation.prepareTests()
  let rules = compilation.link()
  compilation.reportRulesWithoutEffect()
  diagnostics = compilation.diagnostics
  if diagnostics.hasErrors { return nil }
  return Program(
    settings: compilation.settings, options: options.engine, pipelines: compilation.pipelines,
    names: compilation.shared.memberNames, rules: rules)
}
