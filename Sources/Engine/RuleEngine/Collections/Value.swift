public import Bytes

/// One member of a variable as a rule sees it.
public struct Value {
  /// The member's name as the client sent it; empty for a scalar.
  public var key: ByteSlice
  public var keyHash: Int32
  public var value: ByteSlice
  /// Names the value within its transaction, so that what was derived from it can be found again; −1 for a value that
  /// may change while a phase runs.
  public var id: Int32

  public init(key: ByteSlice, keyHash: Int32, value: ByteSlice, id: Int32 = -1) {
    self.key = key
    self.keyHash = keyHash
    self.value = value
    self.id = id
  }

  /// A scalar that may change.
  init(_ value: ByteSlice) { self.init(key: .empty, keyHash: 0, value: value) }

  /// The member's name as a value of its own (`ARGS_NAMES`).
  func name(id: Int32) -> Value { Value(key: key, keyHash: keyHash, value: key, id: id) }

  func hasKey(_ other: Selector.Key) -> Bool {
    let name = other.name
    return keyHash == other.hash && key.span.isEqualIgnoringCase(to: name.span)
  }
}

extension Selector.Key {
  /// The hash stored beside a member's name.
  static func hash(_ name: Span<UInt8>) -> Int32 { Int32(truncatingIfNeeded: NameIndex.hash(name)) }
}
