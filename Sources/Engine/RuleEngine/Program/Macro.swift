import Bytes
public import LinearRegex

/// Text with `%{VARIABLE.key}` references, parsed once.
public struct Macro: Sendable {
  public enum Part: Sendable {
    case text([UInt8])
    /// The first value of a variable; no key for a scalar.
    case variable(VariableIndex, key: Selector.Key?)
    /// The first value of a variable whose key fits a pattern (`%{ARGS:/^a/}`).
    case matching(VariableIndex, Pattern)
  }
  public let parts: [Part]
  /// The whole text when nothing in it must be expanded: most macros are plain text, asked for at each match.
  private let plain: FixedBytes?

  public init(parts: [Part]) {
    self.parts = parts
    if parts.count == 1, case .text(let text) = parts[0] {
      plain = FixedBytes(text)
    } else {
      plain = nil
    }
  }
  /// Text without references.
  public init(text: [UInt8]) { self.init(parts: text.isEmpty ? [] : [.text(text)]) }

  public static let empty = Macro(parts: [])

  /// The whole text when nothing in it must be expanded.
  public var constant: [UInt8]? { constantSlice.map { [UInt8]($0) } }

  /// The whole text when nothing in it must be expanded; lives as long as the macro.
  var constantSlice: ByteSlice? { parts.isEmpty ? .empty : plain?.slice }
}
