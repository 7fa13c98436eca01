public import Bytes

/// Finds what an `Include` names. The sandbox has no files, so whoever parses supplies it.
open class SourceLoader {
  public init() {}
  /// The sources `pattern` (a name or a glob) stands for, sorted by name; empty when a glob matches nothing.
  ///
  /// - Parameter includer: the name of the including source; relative names are relative to it.
  /// - Returns: `nil` when a plain name does not exist.
  open func sources(matching pattern: Span<UInt8>, from includer: Span<UInt8>) -> [Source]? { nil }
}

/// Parses rule text, following includes.
public func parse(_ source: Source, _ loader: SourceLoader, _ diagnostics: inout Diagnostics) -> SyntaxTree {
  SyntaxTree()
}

/// Parses a variable list that stands as an argument (`SecRuleUpdateTargetById`).
public func parseVariables(_ word: Word, _ diagnostics: inout Diagnostics) -> [VariableSyntax] { [] }

/// Parses an action list that stands as an argument (`SecRuleUpdateActionById`).
public func parseActions(_ word: Word, _ diagnostics: inout Diagnostics) -> [ActionSyntax] { [] }
