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
/// - Parameter files: data files for `@pmFromFile` and `@ipMatchFromFile`.
/// - Returns: `nil` when `diagnostics` holds errors afterwards.
public func compile(
  _ tree: SyntaxTree, _ files: SourceLoader, _ options: CompilerOptions, _ diagnostics: inout Diagnostics
) -> Program? { nil }
