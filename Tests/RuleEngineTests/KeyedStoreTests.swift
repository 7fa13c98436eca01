import Bytes
import RuleEngine
import TestSupport
import XCTest

final class KeyedStoreTests: XCTestCase {
  private let arena = Arena()

  private func set(_ store: KeyedStore, _ key: String, _ value: String?) {
    let name = arena.copy(Array(key.utf8))
    store.set(name, hash: Selector.Key(Array(key.utf8)).hash, value.map { arena.copy(Array($0.utf8)) })
  }

  private func value(_ store: KeyedStore, _ key: String) -> String? {
    let name = Array(key.utf8)
    return store.value(name.span, hash: Selector.Key(name).hash).map { String(decoding: [UInt8]($0), as: UTF8.self) }
  }

  /// When the first member is gone.
  private func end(_ store: KeyedStore) -> Int64? {
    var ends: [Int64?] = []
    store.forEach { _, _, _, end in ends.append(end) }
    return ends.first ?? nil
  }

  func testKeysAreComparedWithoutRegardToCase() {
    let store = KeyedStore()
    set(store, "Foo", "1")
    set(store, "fOO", "2")
    XCTAssertEqual(store.count, 1)
    XCTAssertEqual(value(store, "FOO"), "2")
    XCTAssertNil(value(store, "FO"))
  }

  func testAMemberThatIsUnsetIsGoneAndMayComeBack() {
    let store = KeyedStore()
    set(store, "a", "1")
    set(store, "b", "2")
    set(store, "a", nil)
    XCTAssertNil(value(store, "a"))
    XCTAssertEqual(store.count, 1)
    set(store, "never", nil)
    XCTAssertEqual(store.count, 1)
    set(store, "a", "3")
    XCTAssertEqual(value(store, "a"), "3")
    XCTAssertEqual(store.count, 2)
  }

  func testItAgreesWithADictionaryOverManyKeys() {
    let store = KeyedStore()
    var model: [String: String] = [:]
    var random = Random(seed: 7)
    for step in 0..<5_000 {
      let key = "key\(random.below(800))"
      if random.below(4) == 0 {
        set(store, key, nil)
        model[key] = nil
      } else {
        set(store, key.uppercased(), "\(step)")
        model[key] = "\(step)"
      }
    }
    XCTAssertEqual(store.count, model.count)
    for number in 0..<800 { XCTAssertEqual(value(store, "key\(number)"), model["key\(number)"]) }
  }

  func testKeysOfOneHashAreFoundLikeOthers() {
    func key(_ number: Int, of count: Int) -> ByteSlice { arena.copy(Array("Key\(number &* 7_919 % count)".utf8)) }
    assertLinear("keys of one hash", from: 1_000) { count in
      (0..<count).map { key($0, of: count) }
    } run: { keys in
      let store = KeyedStore()
      for key in keys { store.set(key, hash: 7, key) }
      for key in keys { XCTAssertEqual(store.value(key.span, hash: 7), key) }
      XCTAssertNil(store.value(keys[0].span, hash: 8))
      XCTAssertEqual(store.count, keys.count)
    }
  }

  func testAMemberExpiresAtItsMomentWhateverItsValueBecomes() {
    let store = KeyedStore()
    let name = Array("a".utf8)
    let hash = Selector.Key(name).hash
    set(store, "a", "1")
    store.expire(name.span, hash: hash, at: 10, now: 5)
    XCTAssertEqual(end(store), 10)
    XCTAssertEqual(value(store, "a"), "1")
    set(store, "a", "2")
    XCTAssertEqual(end(store), 10)
    store.expire(name.span, hash: hash, at: 5, now: 5)
    XCTAssertNil(value(store, "a"))
    set(store, "a", "3")
    XCTAssertNil(end(store), "what was gone begins anew")
  }
}
