public import Bytes

/// What a rule may do with a variable.
public struct VariableRow: Sendable {
  public enum Standing: Sendable {
    case supported
    /// Known, always empty here, one warning.
    case ignored
    /// A clear error.
    case rejected
  }
  /// The name rule files use, upper case; matched without regard to case.
  public let name: StaticString
  public let standing: Standing
  /// Whether it takes a key (`ARGS:name`).
  public let isCollection: Bool
}

/// Every variable, sorted by name.
public let variableTable: [VariableRow] = []

/// The row of the variable called `name`, or `nil`.
public func variableIndex(named name: Span<UInt8>) -> VariableIndex? { nil }
