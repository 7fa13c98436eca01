import Bytes

/// The token types of a SQL injection, at most five; the text libinjection calls a fingerprint.
public struct Fingerprint: Equatable, Sendable {
  /// The type characters, first in the lowest byte; unused bytes are 0.
  public let packed: UInt64

  public init(packed: UInt64) { self.packed = packed }

  /// How many token types there are.
  public var count: Int { (64 - packed.leadingZeroBitCount + 7) / 8 }

  /// The type character at `index`, or 0 past the last.
  public subscript(index: Int) -> UInt8 {
    index >= 0 && index < 8 ? UInt8(truncatingIfNeeded: packed >> UInt64(index * 8)) : 0
  }

  /// Appends the type characters, such as `s&1c`.
  public func append(to output: inout [UInt8]) {
    for index in 0..<count { output.append(self[index]) }
  }

  /// Whether the shape is in the table of attacks, in which case makes no difference.
  var isKnownAttack: Bool {
    guard count > 0, count <= SQLFolding.limit else { return false }
    var key: UInt64 = 0
    for index in 0..<SQLFolding.limit {
      key = key << 8 | UInt64(index < count ? self[index].uppercasedASCII : 0x20)
    }
    let records = ByteSlice(SQLFingerprintTable.records).span
    var low = 0
    var high = SQLFingerprintTable.count
    while low < high {
      let middle = (low + high) / 2
      var record: UInt64 = 0
      for index in 0..<5 { record = record << 8 | UInt64(records[middle * 5 + index]) }
      if record == key { return true }
      if record < key {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return false
  }
}
