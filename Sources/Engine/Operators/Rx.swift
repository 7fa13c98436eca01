import Bytes
import LinearRegex
import LiteralSearch

/// `@rx pattern`: the pattern occurs in the value; its groups become TX.0 to TX.9.
///
/// A pattern with macros is compiled when it is used and kept until its expansion changes. Of an expansion that does not
/// compile nobody knows whether it matches: clients may have a say in it, and are not to switch a rule off.
final class Rx: Operator, @unchecked Sendable {
  private let required: MatchRequirement
  private var pattern: Pattern

  init(_ argument: Span<UInt8>, _ resources: OperatorResources) throws(OperatorProblem) {
    pattern = try resources.pattern(argument)
    required = pattern.requirement
  }

  override var requirement: MatchRequirement { required }

  override func matches(_ value: Span<UInt8>, argument: Span<UInt8>, _ captures: inout Captures) -> Bool {
    pattern.matches(value, &captures)
  }
}

/// `@rx` with macros in its pattern.
final class ExpandedRx: Operator, @unchecked Sendable {
  private let options: PatternOptions
  private var expansion: [UInt8]?
  private var pattern: Pattern?

  init(_ resources: OperatorResources) { options = resources.patternOptions }

  override func matches(_ value: Span<UInt8>, argument: Span<UInt8>, _ captures: inout Captures) -> Bool {
    prepare(argument)
    guard let pattern else {
      captures.limitWasExceeded = true
      return false
    }
    return pattern.matches(value, &captures)
  }

  private func prepare(_ argument: Span<UInt8>) {
    if let expansion, expansion.span.isEqual(to: argument) { return }
    expansion = [UInt8](argument)
    do {
      pattern = try Pattern(argument, options)
    } catch {
      pattern = nil
    }
  }
}

extension Pattern {
  /// Whether the pattern occurs in `value`, with its groups as captures when they are wanted.
  fileprivate func matches(_ value: Span<UInt8>, _ captures: inout Captures) -> Bool {
    let outcome = captures.isWanted ? search(value, from: 0, &captures.offsets) : search(value)
    captures.limitWasExceeded = outcome == .limitExceeded
    guard outcome == .match else { return false }
    if captures.isWanted { captures.appendGroups(groupCount) }
    return true
  }
}

extension Captures {
  /// Adds the groups of the match whose `offsets` a pattern has written.
  mutating func appendGroups(_ groupCount: Int) {
    for group in 0..<min(groupCount, offsets.count / 2) { append(matchedRange(group)) }
  }

  /// The range of a group of the match whose `offsets` a pattern has written; `nil` when it took no part.
  func matchedRange(_ group: Int) -> Range<Int>? {
    guard 2 * group + 1 < offsets.count else { return nil }
    let start = Int(offsets[2 * group])
    let end = Int(offsets[2 * group + 1])
    return start >= 0 && end >= start ? start..<end : nil
  }
}

extension OperatorRow {
  static let rx = OperatorRow("rx", expandsMacros: true) { argument, resources throws(OperatorProblem) in
    mayHoldMacro(argument) ? ExpandedRx(resources) : try Rx(argument, resources)
  }
}
