import Bytes

/// How bad it is: an error keeps the rules from being used, a warning does not.
public enum Severity: UInt8, Sendable { case error, warning }

/// One finding: where, what was found, what to write instead.
public struct Diagnostic: Error {
  public let id: DiagnosticID
  public let range: SourceRange
  /// What stands there, or a detail of the finding; goes where the row's sentence says `%`.
  public let found: [UInt8]
  /// What to write in place of the bytes in `range`, or `nil`.
  public let suggestion: [UInt8]?
  public init(_ id: DiagnosticID, at range: SourceRange, found: [UInt8] = [], suggestion: [UInt8]? = nil) {
    self.id = id
    self.range = range
    self.found = found
    self.suggestion = suggestion
  }
}

/// The findings of one compilation, in the order they were made.
public struct Diagnostics: Sendable {
  public private(set) var all: [Diagnostic] = []
  /// How many of them are more than a warning.
  public private(set) var errorCount = 0
  /// Whether the rules cannot be used.
  public var hasErrors: Bool { errorCount > 0 }
  public init() {}
  public mutating func report(_ diagnostic: Diagnostic) {
    all.append(diagnostic)
    if diagnostic.id.row.severity == .error { errorCount += 1 }
  }
}
