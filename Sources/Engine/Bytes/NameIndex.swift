/// Finds a name in a constant list without regard to ASCII case, in constant time.
///
/// Names are looked up while rules are compiled, and header or argument names while a request is read. An open
/// addressing table over FNV-1a: `Dictionary<String, …>` would cost 100 KB of wasm.
public struct NameIndex: Sendable {
  /// The list, for suggestions when a name is not found.
  public let names: [[UInt8]]
  private var slots: [Int32]

  /// - Parameter names: distinct without regard to case; of two that are not, the first is found.
  public init(_ names: [[UInt8]]) {
    self.names = names
    var capacity = 8
    while capacity < names.count * 2 { capacity *= 2 }
    slots = [Int32](repeating: -1, count: capacity)
    for index in names.indices {
      let name = names[index]
      if find(name.span) != nil { continue }
      var slot = Self.hash(name.span) & (capacity - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (capacity - 1) }
      slots[slot] = Int32(truncatingIfNeeded: index)
    }
  }

  /// The names of a table's rows.
  public init(count: Int, _ name: (_ row: Int) -> StaticString) {
    var names: [[UInt8]] = []
    for row in 0..<count { names.append([UInt8](name(row))) }
    self.init(names)
  }

  /// The place of `name` in the list, or `nil`.
  public func find(_ name: Span<UInt8>) -> Int? {
    var slot = Self.hash(name) & (slots.count - 1)
    while slots[slot] >= 0 {
      let index = Int(slots[slot])
      let candidate = names[index]
      if candidate.span.isEqualIgnoringCase(to: name) { return index }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// FNV-1a over the lower-cased name, as a non-negative number.
  public static func hash(_ name: Span<UInt8>) -> Int {
    var hash: UInt32 = 2_166_136_261
    for index in 0..<name.count { hash = (hash ^ UInt32(name[index].lowercasedASCII)) &* 16_777_619 }
    return Int(hash &>> 1)
  }
}
