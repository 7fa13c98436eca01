import Bytes
import LiteralSearch

/// What `@pm` and its relatives do: one of many phrases occurs in the value, ASCII case ignored.
///
/// Hits are leftmost-longest and do not overlap; TX.0 to TX.9 are the first ten, as they stand in the value.
final class Phrases: Operator, @unchecked Sendable {
  /// Phrases up to which a requirement names them; beyond, their first bytes have to do.
  private static let namedLiterals = 4_096

  private let search: AhoCorasick
  private let phrases: [[UInt8]]

  /// - Parameter phrases: decoded; empty ones are left out, since they would match everything.
  init(_ phrases: [[UInt8]]) {
    self.phrases = phrases.filter { !$0.isEmpty }
    search = AhoCorasick(self.phrases, ignoresCase: true)
  }

  override func matches(_ value: Span<UInt8>, argument: Span<UInt8>, _ captures: inout Captures) -> Bool {
    guard !phrases.isEmpty, let first = search.firstMatch(in: value, from: 0) else { return false }
    guard captures.isWanted else { return true }
    var hit = first
    captures.append(hit.range)
    while captures.groups.count < Captures.limit, let next = search.firstMatch(in: value, from: hit.range.upperBound) {
      hit = next
      captures.append(hit.range)
    }
    return true
  }

  /// A phrase of a list with its `|41 42|` decoded. `||` holds no bytes: it stands for itself, the operator of SQL.
  static func decoded(_ phrase: Span<UInt8>) -> [UInt8] {
    let text = [UInt8](phrase)
    let decoded = decodePhrase(text)
    return decoded.isEmpty ? text : decoded
  }

  /// Made anew each time: a program asks for it once, and thousands of strings need not stay.
  override var requirement: MatchRequirement {
    var requirement = MatchRequirement()
    var firstBytes = ByteSet()
    var shortest = Int.max
    for phrase in phrases {
      shortest = min(shortest, phrase.count)
      firstBytes.insert(phrase[0])
    }
    requirement.minimumLength = shortest == .max ? 1 : shortest
    if phrases.count <= Self.namedLiterals {
      requirement.literals = phrases.map { phrase in phrase.map { $0.lowercasedASCII } }
    } else {
      requirement.byteSets = [firstBytes.caseFolded]
    }
    return requirement
  }
}
