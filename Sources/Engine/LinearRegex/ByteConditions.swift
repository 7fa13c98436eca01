internal import Bytes

/// A few sets of bytes. Each match holds at least one byte of every set; of the sets found, the rarest are kept.
struct ByteConditions {
  struct Condition {
    var set: ByteSet
    /// How often its bytes occur in ordinary text; an upper bound.
    var weight: Int32
  }

  static let limit = 4

  /// The rarest first.
  private(set) var conditions: [Condition] = []

  /// Whether a condition of this weight would be kept.
  func wants(_ weight: Int32) -> Bool {
    conditions.count < Self.limit || weight < conditions[conditions.count - 1].weight
  }

  mutating func add(_ condition: Condition) {
    guard wants(condition.weight) else { return }
    var place = conditions.count
    while place > 0 && conditions[place - 1].weight > condition.weight { place -= 1 }
    // A set that holds one already kept says nothing new.
    for known in conditions where known.weight <= condition.weight && known.set.isSubset(of: condition.set) { return }
    conditions.insert(condition, at: place)
    if conditions.count > Self.limit { conditions.removeLast() }
  }

  mutating func add(_ other: ByteConditions) {
    for condition in other.conditions { add(condition) }
  }

  /// The conditions of an alternation of these and `other`: the union of the rarest of both, of the next, and so on.
  func or(_ other: ByteConditions) -> ByteConditions {
    var result = ByteConditions()
    guard let last = conditions.last, let otherLast = other.conditions.last else { return result }
    for index in 0..<max(conditions.count, other.conditions.count) {
      let one = index < conditions.count ? conditions[index] : last
      let two = index < other.conditions.count ? other.conditions[index] : otherLast
      if two.set.isSubset(of: one.set) {
        result.add(one)
      } else if one.set.isSubset(of: two.set) {
        result.add(two)
      } else {
        result.add(Condition(set: one.set.union(two.set), weight: one.weight &+ two.weight))
      }
    }
    return result
  }
}
