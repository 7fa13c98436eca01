public import Bytes

/// An IPv6 address as a number, or an IPv4 address in the place IPv6 has for it (`::ffff:0:0/96`, RFC 4291 §2.5.5.2).
struct NetworkAddress: Comparable {
  var high: UInt64
  var low: UInt64

  /// Bits of an address.
  static let bitCount = 128
  /// Bits before an IPv4 address in its IPv6 form.
  static let mappedBits = 96

  static func < (left: NetworkAddress, right: NetworkAddress) -> Bool {
    left.high != right.high ? left.high < right.high : left.low < right.low
  }

  /// The first and last address that share their first `length` bits (0…128) with this one.
  func bounds(ofPrefix length: Int) -> (first: NetworkAddress, last: NetworkAddress) {
    let highMask = Self.mask(min(length, 64))
    let lowMask = Self.mask(max(length - 64, 0))
    let first = NetworkAddress(high: high & highMask, low: low & lowMask)
    return (first, NetworkAddress(high: first.high | ~highMask, low: first.low | ~lowMask))
  }

  /// The next address, or `nil` after the last.
  var successor: NetworkAddress? {
    if low < .max { return NetworkAddress(high: high, low: low + 1) }
    return high < .max ? NetworkAddress(high: high + 1, low: 0) : nil
  }

  /// The address in its one canonical form: RFC 5952, an IPv4 address of its IPv6 form with dots (§5).
  func append(to text: inout [UInt8], asIPv4: Bool) {
    let isMapped = high == 0 && low &>> 32 == 0xffff
    if isMapped {
      if !asIPv4 { text.append("::ffff:") }
      for shift: UInt64 in [24, 16, 8, 0] {
        text.append(decimal: Int(truncatingIfNeeded: low &>> shift & 0xff))
        if shift > 0 { text.append(UInt8(ascii: ".")) }
      }
      return
    }
    // The first of the longest runs of zeros, two groups at least, becomes `::` (§4.2).
    var gap = 8..<8
    var longest = 1
    for start in 0..<8 {
      var end = start
      while end < 8 && group(end) == 0 { end += 1 }
      if end - start > longest {
        longest = end - start
        gap = start..<end
      }
    }
    var index = 0
    while index < 8 {
      if index == gap.lowerBound {
        text.append("::")
        index = gap.upperBound
        continue
      }
      if index > 0 && index != gap.upperBound { text.append(UInt8(ascii: ":")) }
      let group = group(index)
      for shift: UInt64 in [12, 8, 4, 0] where shift == 0 || group &>> shift != 0 {
        let digit = UInt8(truncatingIfNeeded: group &>> shift & 15)
        text.append(digit < 10 ? 0x30 &+ digit : 0x57 &+ digit)
      }
      index += 1
    }
  }

  private func group(_ index: Int) -> UInt64 {
    (index < 4 ? high : low) &>> UInt64(48 - 16 * (index & 3)) & 0xffff
  }

  private static func mask(_ length: Int) -> UInt64 { length <= 0 ? 0 : ~0 << UInt64(64 - min(length, 64)) }
}

extension Span where Element == UInt8 {
  /// The address the text is, in its canonical form (RFC 5952); the text itself when it is none.
  public var canonicalAddress: [UInt8] {
    guard let (address, isIPv4) = networkAddress else { return [UInt8](self) }
    var text: [UInt8] = []
    address.append(to: &text, asIPv4: isIPv4)
    return text
  }

  /// The address the text is, whole, in the forms of RFC 4291 §2.2; `nil` when it is none.
  ///
  /// - Returns: the address, and whether it is written as IPv4. `::ffff:10.1.1.1` is written as IPv6.
  var networkAddress: (address: NetworkAddress, isIPv4: Bool)? {
    if let address = ipv4Address {
      return (NetworkAddress(high: 0, low: 0xffff_0000_0000 | UInt64(address)), true)
    }
    return ipv6Address.map { ($0, false) }
  }

  /// Four decimal numbers up to 255 and three dots. A leading zero is refused: some read it as octal.
  private var ipv4Address: UInt32? {
    guard count >= 7, count <= 15 else { return nil }
    var address: UInt32 = 0
    var parts = 0
    var start = 0
    while start <= count {
      let end = firstIndex(of: UInt8(ascii: "."), from: start) ?? count
      let part = extracting(start..<end)
      guard part.count <= 3, let number = part.decimalNumber, number <= 255, part.count == 1 || part[0] != 0x30
      else { return nil }
      address = address &<< 8 | UInt32(truncatingIfNeeded: number)
      parts += 1
      start = end + 1
    }
    return parts == 4 ? address : nil
  }

  /// Up to eight groups of one to four hex digits, `::` once for the zeros left out, IPv4 form for the last two.
  private var ipv6Address: NetworkAddress? {
    guard count >= 2, count <= 45 else { return nil }
    var groups = HexGroups()
    var gap: Int?
    var index = 0
    if self[0] == UInt8(ascii: ":") {
      guard self[1] == UInt8(ascii: ":") else { return nil }
      gap = 0
      index = 2
    }
    while index < count {
      let end = firstIndex(of: UInt8(ascii: ":"), from: index) ?? count
      let part = extracting(index..<end)
      if end == count, let embedded = part.ipv4Address {
        guard groups.append(embedded &>> 16), groups.append(embedded & 0xffff) else { return nil }
        break
      }
      guard let group = part.hexGroup, groups.append(group) else { return nil }
      if end == count { break }
      index = end + 1
      // A colon at the end belongs to `::` or is an error.
      guard index < count else { return nil }
      if self[index] == UInt8(ascii: ":") {
        guard gap == nil else { return nil }
        gap = groups.count
        index += 1
      }
    }
    return groups.address(gapAt: gap)
  }

  private var hexGroup: UInt32? {
    guard count >= 1, count <= 4 else { return nil }
    var value: UInt32 = 0
    for index in 0..<count {
      guard let digit = self[index].hexDigitValue else { return nil }
      value = value &<< 4 | UInt32(digit)
    }
    return value
  }
}

/// The 16-bit groups of an IPv6 address while it is read.
private struct HexGroups {
  private var high: UInt64 = 0
  private var low: UInt64 = 0
  private(set) var count = 0

  /// Adds a group at the end; `false` when there are eight already.
  mutating func append(_ group: UInt32) -> Bool {
    guard count < 8 else { return false }
    high = high &<< 16 | low &>> 48
    low = low &<< 16 | UInt64(group)
    count += 1
    return true
  }

  /// The address, with zeros put in before group `gap`; `nil` when the number of groups is wrong.
  func address(gapAt gap: Int?) -> NetworkAddress? {
    guard let gap else { return count == 8 ? NetworkAddress(high: high, low: low) : nil }
    // `::` stands for at least one group of zeros.
    guard count < 8 else { return nil }
    let behind = NetworkAddress(high: high, low: low)
    let tail = 16 * (count - gap)
    let tailMask = NetworkAddress(high: 0, low: 0).bounds(ofPrefix: NetworkAddress.bitCount - tail).last
    // The groups before the gap move up to the front; those behind it stay.
    let shift = 16 * (8 - count)
    let front = NetworkAddress(high: behind.high & ~tailMask.high, low: behind.low & ~tailMask.low).shiftedLeft(shift)
    return NetworkAddress(
      high: front.high | behind.high & tailMask.high, low: front.low | behind.low & tailMask.low)
  }
}

extension NetworkAddress {
  /// The number with its bits moved up by `count` (0…128); those pushed out are lost.
  fileprivate func shiftedLeft(_ count: Int) -> NetworkAddress {
    if count <= 0 { return self }
    if count >= 64 { return NetworkAddress(high: low << UInt64(count - 64), low: 0) }
    return NetworkAddress(high: high << UInt64(count) | low >> UInt64(64 - count), low: low << UInt64(count))
  }
}
