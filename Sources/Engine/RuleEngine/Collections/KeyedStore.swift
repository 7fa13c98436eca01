package import Bytes

/// A collection that rules write: TX and the persistent ones. Keys are compared without regard to case.
///
/// Members whose names a program knows have a place by their number; others are found by halving a list that is
/// sorted by hash, then by key: clients choose keys, and no hash table of ours would be safe from chosen collisions.
/// A removed member keeps its place in the order of first setting.
package final class KeyedStore {
  private struct Name {
    var key: ByteSlice
    var hash: Int32
  }
  private var names: [Name] = []
  /// For each of `names`, `nil` when the member is not set.
  private var values: [ByteSlice?] = []
  /// For each of `names`, up to the last that has one: Unix time in seconds after which the member is gone.
  private var ends: [Int64?] = []
  private var isListed: [Bool] = []
  /// The members in the order they were first set.
  private var order: [Int32] = []
  /// All of `names`, by hash and key.
  private var sorted: [Int32] = []
  /// Names with a number of the program's, and `sorted` with these alone.
  private let numberedCount: Int
  private var numberedSorted: [Int32] = []

  /// An empty collection.
  ///
  /// - Parameter names: those a program has numbered, in the order of their numbers; they must live as long.
  package init(_ names: [(key: ByteSlice, hash: Int32)] = []) {
    numberedCount = names.count
    for (key, hash) in names { _ = addName(key, hash) }
    numberedSorted = sorted
  }

  /// Empties the collection for the next transaction.
  func reset() {
    for index in 0..<numberedCount {
      values[index] = nil
      isListed[index] = false
    }
    order.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    let others = names.count - numberedCount
    guard others > 0 else { return }
    names.removeLast(others)
    values.removeLast(others)
    isListed.removeLast(others)
    sorted = numberedSorted
  }

  /// How many members are set.
  package var count: Int { values.reduce(0) { $0 + ($1 == nil ? 0 : 1) } }

  private func find(_ key: Span<UInt8>, hash: Int32) -> Int? {
    let place = place(of: key, hash: hash)
    guard place < sorted.count else { return nil }
    let index = Int(sorted[place])
    let name = names[index]
    return name.hash == hash && name.key.span.isEqualIgnoringCase(to: key) ? index : nil
  }

  /// How many of `sorted` stand before a name.
  private func place(of key: Span<UInt8>, hash: Int32) -> Int {
    var low = 0
    var high = sorted.count
    while low < high {
      let middle = (low + high) / 2
      let name = names[Int(sorted[middle])]
      let isBefore = name.hash == hash ? name.key.span.precedesIgnoringCase(key) : name.hash < hash
      if isBefore { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func find(_ key: Selector.Key) -> Int? {
    if key.number >= 0 && Int(key.number) < numberedCount { return Int(key.number) }
    let name = key.name
    return find(name.span, hash: key.hash)
  }

  /// The member with one of the program's numbers.
  func value(number: Int32) -> ByteSlice? { values[Int(number)] }

  /// The name of a member as it was first set, or as asked for.
  func name(_ key: Selector.Key) -> ByteSlice { find(key).map { names[$0].key } ?? key.name }

  func value(_ key: Selector.Key) -> ByteSlice? { find(key).flatMap { values[$0] } }

  package func value(_ key: Span<UInt8>, hash: Int32) -> ByteSlice? { find(key, hash: hash).flatMap { values[$0] } }

  /// Sets the member with one of the program's numbers; `value` must live as long as the store.
  func set(number: Int32, _ value: ByteSlice?) { set(Int(number), value) }

  /// Sets a member; `key` and `value` must live as long as the store. Until when it lives stays as it was.
  package func set(_ key: ByteSlice, hash: Int32, _ value: ByteSlice?) {
    if let index = find(key.span, hash: hash) { return set(index, value) }
    if value != nil { set(addName(key, hash), value) }
  }

  private func set(_ index: Int, _ value: ByteSlice?) {
    if index < ends.count && (value == nil || values[index] == nil) { ends[index] = nil }
    values[index] = value
    if value != nil && !isListed[index] {
      isListed[index] = true
      order.append(Int32(truncatingIfNeeded: index))
    }
  }

  /// Lets a member go at a moment, at once when that has come.
  package func expire(_ key: Span<UInt8>, hash: Int32, at seconds: Int64, now: Int64) {
    guard let index = find(key, hash: hash) else { return }
    while ends.count <= index { ends.append(nil) }
    ends[index] = seconds
    if seconds <= now { values[index] = nil }
  }

  /// Tells of each member that is set, in the order of first setting, with the moment it will be gone at.
  package func forEach(_ body: (_ key: ByteSlice, _ hash: Int32, _ value: ByteSlice, _ expiresAt: Int64?) -> Void) {
    for index in order {
      let index = Int(index)
      guard let value = values[index] else { continue }
      body(names[index].key, names[index].hash, value, index < ends.count ? ends[index] : nil)
    }
  }

  package func fill(_ found: inout [Value]) {
    forEach { key, hash, value, _ in found.append(Value(key: key, keyHash: hash, value: value)) }
  }

  func find(_ key: Selector.Key, _ found: inout [Value]) {
    guard let index = find(key), let value = values[index] else { return }
    found.append(Value(key: names[index].key, keyHash: key.hash, value: value))
  }

  private func addName(_ key: ByteSlice, _ hash: Int32) -> Int {
    let index = names.count
    sorted.insert(Int32(truncatingIfNeeded: index), at: place(of: key.span, hash: hash))
    names.append(Name(key: key, hash: hash))
    values.append(nil)
    isListed.append(false)
    return index
  }
}
