import Bytes

/// What an operator captured for TX.0–TX.9.
///
/// A capture is a range of the value that was tested, or text of the operator's own (a fingerprint, a phrase).
public struct Captures {
  /// One capture: `isOwnText` says whether the range is of `ownText` or of the value.
  public struct Group: Sendable {
    public var start: Int32
    public var end: Int32
    public var isOwnText: Bool
    public init(start: Int32, end: Int32, isOwnText: Bool) {
      self.start = start
      self.end = end
      self.isOwnText = isOwnText
    }
  }
  public static let limit = 10

  /// Whether anybody reads the captures: an operator that finds them at a cost leaves them out otherwise.
  public var isWanted = false
  /// Whether the operator's step bound ended the search (MSC_PCRE_LIMITS_EXCEEDED).
  public var limitWasExceeded = false
  /// The captures by number; `nil` for a group that took no part.
  public private(set) var groups: [Group?] = []
  public private(set) var ownText: [UInt8] = []
  /// Offsets a regular expression writes its groups to; kept here so that it is allocated once.
  public var offsets: [Int32] = []

  public init() {}

  /// Forgets the captures of the operator asked before.
  public mutating func clear() {
    groups.removeAll(keepingCapacity: true)
    ownText.removeAll(keepingCapacity: true)
    limitWasExceeded = false
  }

  /// Adds the next capture: `range` of the value, `nil` for a group that took no part. Beyond ten: ignored.
  public mutating func append(_ range: Range<Int>?) {
    guard groups.count < Self.limit else { return }
    guard let range, let start = Int32(exactly: range.lowerBound), let end = Int32(exactly: range.upperBound) else {
      groups.append(nil)
      return
    }
    groups.append(Group(start: start, end: end, isOwnText: false))
  }

  /// Adds the next capture with text that is not part of the value.
  public mutating func append(text: Span<UInt8>) {
    guard groups.count < Self.limit, let start = Int32(exactly: ownText.count) else { return }
    ownText.append(text)
    groups.append(Group(start: start, end: Int32(truncatingIfNeeded: ownText.count), isOwnText: true))
  }
}
