public import Bytes
public import LinearRegex

/// Text with `%{VARIABLE.key}` references, parsed once.
public struct Macro: Sendable {
  public enum Part: Sendable {
    case text(FixedBytes)
    /// The first value of a variable; no key for a scalar.
    case variable(VariableIndex, key: Selector.Key?)
    /// The first value of a variable whose key fits a pattern (`%{ARGS:/^a/}`).
    case matching(VariableIndex, Pattern)
  }
  public let parts: [Part]

  public init(parts: [Part]) { self.parts = parts }
  /// Text without references.
  public init(text: [UInt8]) { self.init(parts: text.isEmpty ? [] : [.text(FixedBytes(text))]) }

  public static let empty = Macro(parts: [])

  /// The whole text when nothing in it must be expanded.
  public var constant: [UInt8]? { constantSlice.map { [UInt8]($0) } }

  /// The whole text when nothing in it must be expanded; lives as long as the macro.
  var constantSlice: ByteSlice? {
    if parts.isEmpty { return .empty }
    guard parts.count == 1, case .text(let text) = parts[0] else { return nil }
    return text.slice
  }
}
