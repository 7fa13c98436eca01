import Bytes

/// One member of a persistent collection between transactions.
public struct StoredMember: Sendable {
  public var key: [UInt8]
  public var value: [UInt8]
  /// Unix time in seconds after which it is gone; `nil` for never.
  public var expiresAt: Int64?
  public init(key: [UInt8], value: [UInt8], expiresAt: Int64?) {
    self.key = key
    self.value = value
    self.expiresAt = expiresAt
  }
}

/// Where persistent collections (`initcol`) live between transactions.
open class CollectionStore {
  public init() {}
  /// The members saved under `key`, or `nil` when there are none or they have timed out.
  open func load(_ collection: WritableCollection, _ key: [UInt8], now seconds: Int64) -> [StoredMember]? { nil }
  /// Unix time in seconds at which the members under `key` were saved, or `nil`.
  open func savedAt(_ collection: WritableCollection, _ key: [UInt8]) -> Int64? { nil }
  /// Replaces the members under `key`.
  open func save(
    _ collection: WritableCollection, _ key: [UInt8], _ members: [StoredMember], now seconds: Int64,
    timeoutSeconds: Int
  ) {}
}

/// Collections in this process's memory: the longest unused ones make room, when there are `limit` of them or they
/// take `limitBytes`. One that takes more than 64 KiB by itself is not saved; what was saved before stays.
///
/// Clients choose the keys, so that no hash of ours would be safe from chosen collisions: records are sorted.
public final class MemoryStore: CollectionStore {
  private struct Record {
    /// The collection, then the key.
    var name: [UInt8]
    var members: [StoredMember]
    var expiresAt: Int64
    var savedAt: Int64

    /// About what it takes in memory: names and values, and as much again as arrays of a few bytes take beside these.
    var bytes: Int {
      var sum = name.count + 128
      for member in members { sum += member.key.count + member.value.count + 128 }
      return sum
    }
  }
  /// Sorted by name.
  private var records: [Record] = []
  private var bytes = 0
  private let limit: Int
  private let limitBytes: Int

  public init(limit: Int = 10_000, limitBytes: Int = 33_554_432) {
    self.limit = max(1, limit)
    self.limitBytes = limitBytes
    super.init()
  }

  private static func name(_ collection: WritableCollection, _ key: [UInt8]) -> [UInt8] { [collection.rawValue] + key }

  /// How many records have a smaller name: where the one called so is, or would be.
  private func place(of name: [UInt8]) -> Int {
    var low = 0
    var high = records.count
    while low < high {
      let middle = (low + high) / 2
      let other = records[middle].name
      if other.span.precedes(name.span) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func isThere(_ name: [UInt8], at place: Int) -> Bool {
    guard place < records.count else { return false }
    let other = records[place].name
    return other.span.isEqual(to: name.span)
  }

  public override func load(_ collection: WritableCollection, _ key: [UInt8], now seconds: Int64) -> [StoredMember]? {
    let name = Self.name(collection, key)
    let place = place(of: name)
    guard isThere(name, at: place), records[place].expiresAt > seconds else { return nil }
    return records[place].members.filter { ($0.expiresAt ?? .max) > seconds }
  }

  public override func savedAt(_ collection: WritableCollection, _ key: [UInt8]) -> Int64? {
    let name = Self.name(collection, key)
    let place = place(of: name)
    return isThere(name, at: place) ? records[place].savedAt : nil
  }

  public override func save(
    _ collection: WritableCollection, _ key: [UInt8], _ members: [StoredMember], now seconds: Int64,
    timeoutSeconds: Int
  ) {
    let name = Self.name(collection, key)
    let record = Record(name: name, members: members, expiresAt: seconds &+ Int64(timeoutSeconds), savedAt: seconds)
    let recordBytes = record.bytes
    guard recordBytes <= 65_536 else { return }
    let place = place(of: name)
    if isThere(name, at: place) { remove(at: place) }
    while !records.isEmpty && (records.count >= limit || bytes > limitBytes - recordBytes) { removeOldest() }
    records.insert(record, at: self.place(of: name))
    bytes += recordBytes
  }

  private func removeOldest() {
    var oldest = 0
    for place in records.indices where records[place].expiresAt < records[oldest].expiresAt { oldest = place }
    remove(at: oldest)
  }

  private func remove(at place: Int) { bytes -= records.remove(at: place).bytes }
}
