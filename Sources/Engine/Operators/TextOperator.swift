import Bytes
import LiteralSearch

/// An operator whose value must contain the text of its argument, and which reads that text anew each time.
class TextOperator: Operator, @unchecked Sendable {
  private let required: MatchRequirement

  init(_ argument: Span<UInt8>) {
    required = mayHoldMacro(argument) ? MatchRequirement() : MatchRequirement(containing: argument)
  }

  override final var requirement: MatchRequirement { required }
}

/// A text operator that keeps a search for its argument, prepared again only when the expansion changes.
class SearchingOperator: TextOperator, @unchecked Sendable {
  private let followsExpansion: Bool
  private(set) var text: [UInt8]
  private(set) var finder: LiteralFinder

  override init(_ argument: Span<UInt8>) {
    followsExpansion = mayHoldMacro(argument)
    text = [UInt8](argument)
    finder = LiteralFinder(text)
    super.init(argument)
  }

  /// Makes `text` and `finder` those of `argument`.
  final func prepare(_ argument: Span<UInt8>) {
    guard followsExpansion else { return }
    let prepared = text
    if prepared.span.isEqual(to: argument) { return }
    text = [UInt8](argument)
    finder = LiteralFinder(text)
  }
}
