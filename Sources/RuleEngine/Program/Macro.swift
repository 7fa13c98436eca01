import Bytes
public import LinearRegex

/// Text with `%{VARIABLE.key}` references, parsed once.
public struct Macro: Sendable {
  public enum Part: Sendable {
    case text([UInt8])
    /// The first value of a variable; `key` empty for a scalar.
    case variable(VariableIndex, key: [UInt8])
    /// The first value of a variable whose key fits a pattern (`%{ARGS:/^a/}`).
    case matching(VariableIndex, Pattern)
  }
  public let parts: [Part]

  public init(parts: [Part]) { self.parts = parts }
  /// Text without references.
  public init(text: [UInt8]) { parts = text.isEmpty ? [] : [.text(text)] }

  public static let empty = Macro(parts: [])

  /// The whole text when nothing in it must be expanded.
  public var constant: [UInt8]? {
    if parts.isEmpty { return [] }
    if parts.count == 1, case .text(let text) = parts[0] { return text }
    return nil
  }
}
