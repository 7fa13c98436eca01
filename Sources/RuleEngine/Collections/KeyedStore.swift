package import Bytes

/// A collection that rules write: TX and the persistent ones. Keys are compared without regard to case.
///
/// Open addressing over the key's hash; a removed member keeps its place so that the order of first setting stays.
package struct KeyedStore {
  package struct Member {
    package var key: ByteSlice
    package var keyHash: Int32
    /// `nil` when the member is not set.
    package var value: ByteSlice?
    /// Unix time in seconds after which the member is gone; `nil` for never.
    package var expiresAt: Int64?
  }
  package private(set) var members: [Member] = []
  private var slots = [Int32](repeating: -1, count: 64)

  package init() {}

  /// How many members are set.
  package var count: Int { members.reduce(0) { $0 + ($1.value == nil ? 0 : 1) } }

  package func find(_ key: Span<UInt8>, hash: Int32) -> Int? {
    var slot = Int(hash) & (slots.count - 1)
    while slots[slot] >= 0 {
      let index = Int(slots[slot])
      if members[index].keyHash == hash {
        let candidate = members[index].key
        if candidate.span.isEqualIgnoringCase(to: key) { return index }
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  package func value(_ key: Span<UInt8>, hash: Int32) -> ByteSlice? {
    guard let index = find(key, hash: hash) else { return nil }
    return members[index].value
  }

  /// Sets a member; `key` and `value` must live as long as the store.
  package mutating func set(_ key: ByteSlice, hash: Int32, _ value: ByteSlice?) {
    if let index = find(key.span, hash: hash) {
      members[index].value = value
      members[index].expiresAt = nil
      return
    }
    guard let value else { return }
    members.append(Member(key: key, keyHash: hash, value: value, expiresAt: nil))
    if members.count * 2 > slots.count {
      slots = [Int32](repeating: -1, count: slots.count * 2)
      for index in members.indices { insertSlot(index) }
    } else {
      insertSlot(members.count - 1)
    }
  }

  /// Lets a member go at a moment, at once when that has come.
  package mutating func expire(_ key: Span<UInt8>, hash: Int32, at seconds: Int64, now: Int64) {
    guard let index = find(key, hash: hash) else { return }
    members[index].expiresAt = seconds
    if seconds <= now { members[index].value = nil }
  }

  private mutating func insertSlot(_ index: Int) {
    var slot = Int(members[index].keyHash) & (slots.count - 1)
    while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = Int32(truncatingIfNeeded: index)
  }

  package func fill(_ values: inout [Value]) {
    for member in members {
      guard let value = member.value else { continue }
      values.append(Value(key: member.key, keyHash: member.keyHash, value: value))
    }
  }

  func find(_ key: Selector.Key, _ values: inout [Value]) {
    let name = key.name
    guard let index = find(name.span, hash: key.hash), let value = members[index].value else { return }
    values.append(Value(key: members[index].key, keyHash: key.hash, value: value))
  }
}
