import Bytes

/// The keys a program names in TX, each with a number of its own, so that a running rule finds the member by it.
///
/// 0 to 9 are the captures TX.0 to TX.9.
public struct MemberNames: Sendable {
  private(set) var keys: [Selector.Key] = []

  public init() {
    for digit in UInt8(ascii: "0")...UInt8(ascii: "9") { _ = key([digit]) }
  }

  /// The key called `name`, numbered when it is new; names are compared without regard to case.
  public mutating func key(_ name: [UInt8]) -> Selector.Key {
    var key = Selector.Key(name)
    for known in keys where known.hash == key.hash && known.name.span.isEqualIgnoringCase(to: name.span) {
      key.number = known.number
      return key
    }
    key.number = Int32(truncatingIfNeeded: keys.count)
    keys.append(key)
    return key
  }
}
