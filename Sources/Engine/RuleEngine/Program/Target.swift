public import Bytes
public import LinearRegex

/// A row of `variableTable`.
public struct VariableIndex: Equatable, Hashable, Sendable {
  public let raw: UInt8
  public init(_ raw: UInt8) { self.raw = raw }
}

/// Which members of a collection are meant. Keys are compared without regard to case.
public enum Selector: Sendable {
  case all
  case key(Key)
  case regex(Pattern)

  /// A key with its hash, so that most comparisons are one of numbers.
  public struct Key: Sendable {
    private let text: FixedBytes
    public let hash: Int32
    /// The number `MemberNames` gave it; −1 for none.
    var number: Int32 = -1
    /// The name as it was written; lives as long as the program.
    public var name: ByteSlice { text.slice }
    public init(_ name: [UInt8]) {
      text = FixedBytes(name)
      hash = Int32(truncatingIfNeeded: NameIndex.hash(name.span))
    }
  }
}

/// One entry of a rule's variable list.
public struct Target: Sendable {
  public var variable: VariableIndex
  public var isCount: Bool
  public var selector: Selector
  public init(variable: VariableIndex, isCount: Bool = false, selector: Selector = .all) {
    self.variable = variable
    self.isCount = isCount
    self.selector = selector
  }
}
