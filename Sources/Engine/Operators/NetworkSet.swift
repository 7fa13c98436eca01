public import Bytes

/// Networks, and in which of them an address lies: sorted ranges and a binary search.
public struct NetworkSet: Sendable {
  private typealias Bounds = (first: NetworkAddress, last: NetworkAddress)

  /// Ranges that an address can lie in however it is written.
  private var ranges: [Bounds] = []
  /// Ranges of IPv6 networks that hold the whole of IPv4 among other things.
  private var wideRanges: [Bounds] = []

  public init() {}

  /// Adds an address or a network in CIDR form; `false` when `entry` is neither. `seal` must follow the last.
  public mutating func insert(_ entry: Span<UInt8>) -> Bool {
    let slash = entry.firstIndex(of: UInt8(ascii: "/"))
    guard let (address, isIPv4) = entry.extracting(0..<(slash ?? entry.count)).networkAddress else { return false }
    var length = NetworkAddress.bitCount
    if let slash {
      let most = isIPv4 ? NetworkAddress.bitCount - NetworkAddress.mappedBits : NetworkAddress.bitCount
      guard let bits = entry.extracting((slash + 1)..<entry.count).decimalNumber, bits <= UInt64(most) else {
        return false
      }
      length = Int(truncatingIfNeeded: bits) + (isIPv4 ? NetworkAddress.mappedBits : 0)
    }
    let bounds = address.bounds(ofPrefix: length)
    if length < NetworkAddress.mappedBits { wideRanges.append(bounds) } else { ranges.append(bounds) }
    return true
  }

  /// Adds what a line of a list holds: an entry, a comment behind `#`, or both; `false` when the entry is no network.
  mutating func insert(line: Span<UInt8>) -> Bool {
    let entry = line.extracting(0..<(line.firstIndex(of: UInt8(ascii: "#")) ?? line.count))
    let range = entry.trimmedRange(of: .space)
    return range.isEmpty || insert(entry.extracting(range))
  }

  /// Makes the set ready to be asked.
  public mutating func seal() {
    ranges = Self.merged(ranges)
    wideRanges = Self.merged(wideRanges)
  }

  /// Whether the address lies in one of the networks; `nil` when the text is no address.
  public func contains(_ text: Span<UInt8>) -> Bool? {
    guard let (address, isIPv4) = text.networkAddress else { return nil }
    return contains(address, writtenAsIPv4: isIPv4)
  }

  func contains(_ address: NetworkAddress, writtenAsIPv4 isIPv4: Bool) -> Bool {
    Self.lies(address, in: ranges) || (!isIPv4 && Self.lies(address, in: wideRanges))
  }

  private static func lies(_ address: NetworkAddress, in ranges: [Bounds]) -> Bool {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = low + (high - low) / 2
      if ranges[middle].last < address { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].first <= address
  }

  /// The same addresses in ranges that rise and do not touch.
  private static func merged(_ ranges: [Bounds]) -> [Bounds] {
    var result: [Bounds] = []
    for range in ranges.sorted(by: { $0.first < $1.first }) {
      if let last = result.last, last.last.successor.map({ range.first <= $0 }) ?? true {
        result[result.count - 1].last = max(last.last, range.last)
      } else {
        result.append(range)
      }
    }
    return result
  }
}
