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
public final class MemoryStore: CollectionStore {
  private struct Record {
    var collection: WritableCollection
    var key: [UInt8]
    var members: [StoredMember]
    var expiresAt: Int64
  }
  private var records: [Record] = []
  private var index: [[UInt8]: Int] = [:]
  private let limit: Int

  public init(limit: Int = 10_000) {
    self.limit = max(1, limit)
    super.init()
  }

  private static func name(_ collection: WritableCollection, _ key: [UInt8]) -> [UInt8] { [collection.rawValue] + key }

  public override func load(_ collection: WritableCollection, _ key: [UInt8], now seconds: Int64) -> [StoredMember]? {
    guard let place = index[Self.name(collection, key)], records[place].expiresAt > seconds else { return nil }
    return records[place].members.filter { ($0.expiresAt ?? .max) > seconds }
  }

  public override func save(
    _ collection: WritableCollection, _ key: [UInt8], _ members: [StoredMember], now seconds: Int64,
    timeoutSeconds: Int
  ) {
    let name = Self.name(collection, key)
    let record = Record(
      collection: collection, key: key, members: members, expiresAt: seconds &+ Int64(timeoutSeconds))
    if let place = index[name] {
      records[place] = record
    } else if records.count < limit {
      index[name] = records.count
      records.append(record)
    } else {
      replaceOldest(record, name)
    }
  }

  private func replaceOldest(_ record: Record, _ name: [UInt8]) {
    var oldest = 0
    for place in records.indices where records[place].expiresAt < records[oldest].expiresAt { oldest = place }
    index[Self.name(records[oldest].collection, records[oldest].key)] = nil
    records[oldest] = record
    index[name] = oldest
  }
}
