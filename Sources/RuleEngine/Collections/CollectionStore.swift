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
  /// Replaces the members under `key`.
  open func save(
    _ collection: WritableCollection, _ key: [UInt8], _ members: [StoredMember], now seconds: Int64,
    timeoutSeconds: Int
  ) {}
}

/// Collections in this process's memory, at most `limit` of them: the longest unused one makes room.
///
/// Clients choose the keys, so that no hash of ours would be safe from chosen collisions: records are sorted.
public final class MemoryStore: CollectionStore {
  private struct Record {
    /// The collection, then the key.
    var name: [UInt8]
    var members: [StoredMember]
    var expiresAt: Int64
  }
  /// Sorted by name.
  private var records: [Record] = []
  private let limit: Int

  public init(limit: Int = 10_000) {
    self.limit = max(1, limit)
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

  public override func save(
    _ collection: WritableCollection, _ key: [UInt8], _ members: [StoredMember], now seconds: Int64,
    timeoutSeconds: Int
  ) {
    let name = Self.name(collection, key)
    let record = Record(name: name, members: members, expiresAt: seconds &+ Int64(timeoutSeconds))
    var place = place(of: name)
    if isThere(name, at: place) {
      records[place] = record
      return
    }
    if records.count == limit, removeOldest() < place { place -= 1 }
    records.insert(record, at: place)
  }

  /// - Returns: where it was.
  private func removeOldest() -> Int {
    var oldest = 0
    for place in records.indices where records[place].expiresAt < records[oldest].expiresAt { oldest = place }
    records.remove(at: oldest)
    return oldest
  }
}
