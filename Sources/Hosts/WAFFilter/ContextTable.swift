/// The contexts of one virtual machine by the host's numbers: open addressing, so that a request costs no tree and no
/// hashing of strings.
struct ContextTable<Context: AnyObject> {
  private var keys: [UInt32]
  private var contexts: [Context?]
  private(set) var count = 0

  init() {
    keys = [UInt32](repeating: 0, count: 16)
    contexts = [Context?](repeating: nil, count: 16)
  }

  subscript(_ key: UInt32) -> Context? {
    let slot = place(of: key)
    return contexts[slot]
  }

  /// Adds a context, or replaces the one of the same number.
  mutating func insert(_ context: Context, for key: UInt32) {
    if (count + 1) * 2 > keys.count { grow() }
    let slot = place(of: key)
    if contexts[slot] == nil { count += 1 }
    keys[slot] = key
    contexts[slot] = context
  }

  mutating func remove(_ key: UInt32) {
    var hole = place(of: key)
    guard contexts[hole] != nil else { return }
    contexts[hole] = nil
    count -= 1
    // What was displaced by the removed entry moves back, so that no search stops at the hole.
    var slot = next(hole)
    while contexts[slot] != nil {
      let home = home(of: keys[slot])
      if distance(from: home, to: hole) < distance(from: home, to: slot) {
        keys[hole] = keys[slot]
        contexts[hole] = contexts[slot]
        contexts[slot] = nil
        hole = slot
      }
      slot = next(slot)
    }
  }

  /// Where `key` is, or the free place where it belongs. There is one: at most half the places are taken.
  private func place(of key: UInt32) -> Int {
    var slot = home(of: key)
    while contexts[slot] != nil && keys[slot] != key { slot = next(slot) }
    return slot
  }

  private func home(of key: UInt32) -> Int { Int((key &* 2_654_435_769) &>> 8) & (keys.count - 1) }
  private func next(_ slot: Int) -> Int { (slot + 1) & (keys.count - 1) }
  private func distance(from home: Int, to slot: Int) -> Int { (slot - home) & (keys.count - 1) }

  private mutating func grow() {
    let oldKeys = keys
    let oldContexts = contexts
    keys = [UInt32](repeating: 0, count: oldKeys.count * 2)
    contexts = [Context?](repeating: nil, count: oldKeys.count * 2)
    for slot in oldKeys.indices {
      guard let context = oldContexts[slot] else { continue }
      let place = place(of: oldKeys[slot])
      keys[place] = oldKeys[slot]
      contexts[place] = context
    }
  }
}
