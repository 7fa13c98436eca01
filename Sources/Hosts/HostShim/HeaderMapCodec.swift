/// The host's side of the header map serialisation, written apart from `ProxyWasm.HeaderPairs` so that each checks the
/// other.
public enum HeaderMapCodec {
  public static func encode(_ headers: [SimulatedHost.Header]) -> [UInt8] {
    var result = number(headers.count)
    for header in headers { result += number(header.name.count) + number(header.value.count) }
    for header in headers { result += header.name + [0] + header.value + [0] }
    return result
  }

  /// - Returns: `nil` when the bytes are not a header map.
  public static func decode(_ bytes: [UInt8]) -> [SimulatedHost.Header]? {
    if bytes.isEmpty { return [] }
    var rest = bytes[...]
    func take(_ count: Int) -> [UInt8]? {
      guard rest.count >= count else { return nil }
      defer { rest = rest.dropFirst(count) }
      return Array(rest.prefix(count))
    }
    func takeNumber() -> Int? { take(4).map { $0.reversed().reduce(0) { $0 << 8 | Int($1) } } }
    func takeText(_ count: Int) -> [UInt8]? {
      guard let text = take(count), take(1) == [0] else { return nil }
      return text
    }

    guard let count = takeNumber() else { return nil }
    var sizes: [(Int, Int)] = []
    for _ in 0..<count {
      guard let name = takeNumber(), let value = takeNumber() else { return nil }
      sizes.append((name, value))
    }
    var result: [SimulatedHost.Header] = []
    for (nameCount, valueCount) in sizes {
      guard let name = takeText(nameCount), let value = takeText(valueCount) else { return nil }
      result.append((name, value))
    }
    return rest.isEmpty ? result : nil
  }

  private static func number(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }
}
