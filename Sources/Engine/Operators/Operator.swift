import Bytes
public import LiteralSearch

/// An operator prepared with its argument, asked many times.
open class Operator: @unchecked Sendable {
  public init() {}

  /// Whether `value` matches.
  ///
  /// - Parameters:
  ///   - argument: the argument as this evaluation sees it, always passed: the expansion when it holds macros, the
  ///     constant text otherwise. What was prepared from a constant argument does not read it again.
  ///   - captures: cleared by the caller; filled when `captures.isWanted` and the operator captures.
  open func matches(_ value: Span<UInt8>, argument: Span<UInt8>, _ captures: inout Captures) -> Bool { false }

  /// What every matching value holds; used to leave the operator unasked. Trivial when the argument holds macros.
  ///
  /// It speaks of matches, so a negated rule must not use it to skip the operator.
  open var requirement: MatchRequirement { MatchRequirement() }

  /// The relation of numbers that is all the operator asks: `matches` compares the integers the two texts begin with.
  open var relation: NumberRelation? { nil }

  /// What the log says of a match beside the rule's own message; most operators say nothing.
  open var finding: StaticString? { nil }
}

/// Why an operator cannot be prepared; offsets are into the argument.
public struct OperatorProblem: Error, Sendable {
  public enum Reason: Sendable {
    /// A regular expression that does not compile; the detail says why.
    case badPattern
    /// An argument that is not of the operator's form.
    case badArgument
    /// A file or data set that is not there.
    case missingData
    /// An operator that cannot work in a sandbox at all.
    case notSupported
  }
  public let reason: Reason
  public let offset: Int
  public let length: Int
  /// Half a sentence: what is wrong; what to write instead. It begins small and ends without a full stop.
  public let detail: [UInt8]
  public init(_ reason: Reason, at offset: Int = 0, length: Int = 0, _ detail: [UInt8]) {
    self.reason = reason
    self.offset = offset
    self.length = length
    self.detail = detail
  }
}

/// What an operator may need beyond its argument while it is prepared.
open class OperatorResources {
  public init() {}
  /// The content of a data file named in an argument, or `nil`.
  open func file(named name: Span<UInt8>) -> [UInt8]? { nil }
  /// The phrases of a `SecDataset`, or `nil`.
  open func dataset(named name: Span<UInt8>) -> [[UInt8]]? { nil }
  /// SecPcreMatchLimit.
  open var stepLimit: Int { 100_000 }
  /// Bytes each pattern's DFA may keep; 0 switches it off (tests).
  open var patternCacheBytes: Int { 65_536 }
}

/// One built-in operator.
public struct OperatorRow: Sendable {
  /// What becomes of the argument.
  public enum Standing: Sendable {
    case supported
    /// Exists, never matches, one warning: it needs the world outside the sandbox.
    case neverMatches
    /// A clear error.
    case rejected
  }
  public typealias Make =
    @Sendable (_ argument: Span<UInt8>, _ resources: OperatorResources) throws(OperatorProblem) ->
    Operator

  /// The name without `@`, matched without regard to case.
  public let name: StaticString
  public let standing: Standing
  /// Whether macros in the argument are expanded for each evaluation. When they are there, `make` is given the text
  /// unexpanded, and `matches` the expansion.
  public let expandsMacros: Bool
  public let make: Make

  /// Always inlined: so the table is data of the module, which costs neither code nor time to fill.
  @inline(__always)
  public init(_ name: StaticString, standing: Standing = .supported, expandsMacros: Bool = false, make: @escaping Make)
  {
    self.name = name
    self.standing = standing
    self.expandsMacros = expandsMacros
    self.make = make
  }
}
