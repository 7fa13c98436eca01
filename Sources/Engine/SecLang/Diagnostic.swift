import Bytes

/// How bad it is: an error keeps the rules from being used, a warning does not, and a note is for those who ask.
public enum Severity: UInt8, Sendable { case error, warning, note }

/// One finding: where, what was found, what to write instead.
public struct Diagnostic: Error {
  public let id: DiagnosticID
  public let range: SourceRange
  /// What stands there, or a detail of the finding; goes where the row's sentence says `%`.
  public let found: [UInt8]
  /// What to write in place of the bytes in `range`, or `nil`.
  public let suggestion: [UInt8]?
  /// What its row says, unless the place makes it a note.
  public let severity: Severity
  public init(
    _ id: DiagnosticID, at range: SourceRange, found: [UInt8] = [], suggestion: [UInt8]? = nil, isNote: Bool = false
  ) {
    self.id = id
    self.range = range
    self.found = found
    self.suggestion = suggestion
    severity = isNote ? .note : id.row.severity
  }
}

/// The findings of one compilation, in the order they were made.
public struct Diagnostics: Sendable {
  /// Errors and warnings.
  public private(set) var all: [Diagnostic] = []
  /// What need not be shown unless somebody asks.
  public private(set) var notes: [Diagnostic] = []
  /// How many are more than a warning.
  public private(set) var errorCount = 0
  /// Whether the rules cannot be used.
  public var hasErrors: Bool { errorCount > 0 }
  public init() {}
  public mutating func report(_ diagnostic: Diagnostic) {
    if diagnostic.severity == .note { return notes.append(diagnostic) }
    all.append(diagnostic)
    if diagnostic.severity == .error { errorCount += 1 }
  }
}
