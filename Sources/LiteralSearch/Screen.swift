public import Bytes

/// Many requirements, tested against one value in one pass.
public final class Screen: @unchecked Sendable {
  /// Bits per requirement, in the order given to `init`; 64 to a word.
  public let wordCount: Int

  public init(_ requirements: [MatchRequirement]) {
    wordCount = (requirements.count + 63) / 64
  }

  /// Sets in `candidates` the bit of each requirement that `value` fulfils; clears the others.
  ///
  /// - Parameter candidates: at least `wordCount` words; only the first `wordCount` are written.
  public func test(_ value: Span<UInt8>, _ candidates: inout [UInt64]) {
    for word in 0..<wordCount { candidates[word] = .max }
  }
}
