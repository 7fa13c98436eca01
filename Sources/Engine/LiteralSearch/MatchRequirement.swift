public import Bytes

/// What every input that an operator or a pattern matches is known to hold: the sound half of screening.
///
/// All conditions must hold (a conjunction). An input that fails one of them cannot match; an input that meets all of
/// them may or may not. ASCII case is ignored throughout: weaker than the pattern, never wrong.
public struct MatchRequirement: Sendable {
  /// No shorter input matches.
  public var minimumLength = 0
  /// At least one of these occurs in the input, ASCII case ignored. Lower-cased, none empty. Empty list: no condition.
  public var literals: [[UInt8]] = []
  /// For each set, at least one of its bytes occurs in the input.
  public var byteSets: [ByteSet] = []

  public init() {}

  /// Whether nothing is known, so that each input must be tried.
  public var isTrivial: Bool { minimumLength == 0 && literals.isEmpty && byteSets.isEmpty }
}
