public import Bytes
import CProxyWasm

/// One of the host's header maps.
public enum HeaderMap: Int32, Sendable {
  case requestHeaders = 0
  case requestTrailers = 1
  case responseHeaders = 2
  case responseTrailers = 3

  /// The whole map in one call: reading it header by header costs the host far more.
  public func pairs() throws(HostStatus) -> HostBytes {
    let map = rawValue
    return try HostBytes.receive { proxy_get_header_map_pairs(map, $0, $1) }
  }

  /// The value of the first header called `name` (lower case).
  /// - Throws: `.notFound` when there is none.
  public func value(of name: StaticString) throws(HostStatus) -> HostBytes {
    let map = rawValue
    return try HostBytes.receive {
      proxy_get_header_map_value(map, name.utf8Start, name.utf8CodeUnitCount, $0, $1)
    }
  }

  public func add(_ name: Span<UInt8>, _ value: Span<UInt8>) throws(HostStatus) {
    let map = rawValue
    let status = name.withUnsafeBufferPointer { name in
      value.withUnsafeBufferPointer { value in
        proxy_add_header_map_value(map, name.baseAddress, name.count, value.baseAddress, value.count)
      }
    }
    try HostStatus.check(status)
  }

  public func replace(_ name: Span<UInt8>, with value: Span<UInt8>) throws(HostStatus) {
    let map = rawValue
    let status = name.withUnsafeBufferPointer { name in
      value.withUnsafeBufferPointer { value in
        proxy_replace_header_map_value(map, name.baseAddress, name.count, value.baseAddress, value.count)
      }
    }
    try HostStatus.check(status)
  }

  public func remove(_ name: StaticString) throws(HostStatus) { try remove(ByteSlice(name).span) }

  public func remove(_ name: Span<UInt8>) throws(HostStatus) {
    let map = rawValue
    try HostStatus.check(
      name.withUnsafeBufferPointer { proxy_remove_header_map_value(map, $0.baseAddress, $0.count) })
  }
}

/// Reads the host's serialisation of a header map, pair by pair, without copying.
///
/// Layout, all numbers 32-bit little-endian: the number of pairs; for each pair the sizes of its name and value; for
/// each pair its name, a NUL, its value, a NUL. Source: `serialize_map` of the proxy-wasm ABI 0.2.1.
public struct HeaderPairs {
  private let bytes: ByteSlice
  private var index = 0
  private var offset: Int
  /// How many pairs there are.
  public let count: Int

  /// - Parameter bytes: kept alive by the caller while the names and values are used.
  /// - Returns: `nil` unless the sizes add up to exactly the bytes there are.
  public init?(_ bytes: ByteSlice) {
    self.bytes = bytes
    // Hosts send an empty map as no bytes at all, or as the number 0.
    guard !bytes.isEmpty else {
      count = 0
      offset = 0
      return
    }
    guard let pairs = Self.number(in: bytes, at: 0), pairs <= (bytes.count - 4) / 10 else { return nil }
    count = pairs
    offset = 4 + pairs * 8
    var end = offset
    for field in 0..<(pairs * 2) {
      // Each size is at most what is left, so the sum cannot overflow.
      guard let size = Self.number(in: bytes, at: 4 + field * 4), size < bytes.count - end else { return nil }
      end += size + 1
    }
    guard end == bytes.count else { return nil }
  }

  /// The next pair, or `nil` after the last.
  ///
  /// Not inlined: the loops over headers are many, and each would hold a copy.
  @inline(never)
  public mutating func next() -> (name: ByteSlice, value: ByteSlice)? {
    guard index < count, let nameSize = Self.number(in: bytes, at: 4 + index * 8),
      let valueSize = Self.number(in: bytes, at: 8 + index * 8)
    else { return nil }
    let name = bytes.extracting(offset..<(offset + nameSize))
    let value = bytes.extracting((offset + nameSize + 1)..<(offset + nameSize + 1 + valueSize))
    offset += nameSize + valueSize + 2
    index += 1
    return (name, value)
  }

  /// The number at `offset`, or `nil` when it is not there or larger than any map.
  private static func number(in bytes: ByteSlice, at offset: Int) -> Int? {
    guard offset + 4 <= bytes.count else { return nil }
    let value =
      UInt32(bytes[offset]) | UInt32(bytes[offset + 1]) &<< 8 | UInt32(bytes[offset + 2]) &<< 16
      | UInt32(bytes[offset + 3]) &<< 24
    return value <= 0x7fff_ffff ? Int(value) : nil
  }
}

/// Collects headers and writes them in the host's serialisation; see `HeaderPairs` for the layout.
public struct HeaderPairsWriter {
  private var sizes: [UInt8] = []
  private var texts: [UInt8] = []
  private var count = 0

  public init() {}

  public mutating func add(_ name: Span<UInt8>, _ value: Span<UInt8>) {
    Self.append(name.count, to: &sizes)
    Self.append(value.count, to: &sizes)
    texts.append(name)
    texts.append(0)
    texts.append(value)
    texts.append(0)
    count += 1
  }

  /// The serialised map; no bytes when it is empty.
  public func serialized() -> [UInt8] {
    if count == 0 { return [] }
    var result: [UInt8] = []
    result.reserveCapacity(4 + sizes.count + texts.count)
    Self.append(count, to: &result)
    result.append(contentsOf: sizes)
    result.append(contentsOf: texts)
    return result
  }

  private static func append(_ number: Int, to output: inout [UInt8]) {
    let value = UInt32(truncatingIfNeeded: number)
    for shift in [UInt32(0), 8, 16, 24] { output.append(UInt8(truncatingIfNeeded: value &>> shift)) }
  }
}
