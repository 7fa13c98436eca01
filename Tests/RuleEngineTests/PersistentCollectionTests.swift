import Bytes
import RuleEngine
import TestSupport
import XCTest

/// Collections that outlive a transaction: `initcol`, `setsid`, `setuid`, `setrsc`, `expirevar`, SecCollectionTimeout.
final class PersistentCollectionTests: XCTestCase {
  private let start: Int64 = 1_795_229_103

  private func exchange(_ uri: String = "/", client: String = "10.0.0.1", after seconds: Int64 = 0) -> TestExchange {
    var exchange = TestExchange()
    exchange.uri = uri
    exchange.clientAddress = client
    exchange.time = WallClock(unixNanoseconds: (start + seconds) * 1_000_000_000)
    return exchange
  }

  func testACounterOfAnAddressGrowsFromRequestToRequest() throws {
    let runner = try RuleRunner(
      """
      SecAction "id:1,phase:1,pass,nolog,initcol:ip=%{REMOTE_ADDR},setvar:ip.count=+1"
      SecRule IP:count "@gt 2" "id:2,phase:1,deny,status:429,msg:'%{IP.count}'"
      """)
    XCTAssertNil(runner.run(exchange()).interruption)
    XCTAssertNil(runner.run(exchange()).interruption)
    XCTAssertNil(runner.run(exchange(client: "10.0.0.2")).interruption, "another address has a counter of its own")
    runner.run(exchange()) { third in
      XCTAssertEqual(third.interruption?.status, 429)
      XCTAssertEqual(third.matches.last?.message.escaped, "3")
    }
  }

  func testANumberIsLoweredAsTimePasses() throws {
    let runner = try RuleRunner(
      """
      SecAction "id:1,phase:1,pass,nolog,initcol:ip=%{REMOTE_ADDR},deprecatevar:ip.score=60/300"
      SecRule ARGS:set "@rx ." "id:2,phase:1,pass,nolog,setvar:ip.score=%{ARGS.set}"
      SecAction "id:3,phase:1,pass,msg:'%{IP.score}'"
      """)
    for (seconds, uri, expected) in [
      (0, "/?set=200", "200"), (299, "/", "200"), (300, "/", "140"), (599, "/", "140"), (1200, "/", "0"),
    ] as [(Int64, String, String)] {
      runner.run(exchange(uri, after: seconds)) { XCTAssertEqual($0.matches.last?.message.escaped, expected, uri) }
    }
  }

  func testEveryCollectionKeepsWhatWasSetUnderItsKey() throws {
    for (open, name, variable) in [
      ("initcol:global=g", "global", "GLOBAL"), ("initcol:ip=i", "ip", "IP"),
      ("setsid:%{ARGS.key}", "session", "SESSION"),
      ("setuid:%{ARGS.key}", "user", "USER"), ("setrsc:%{ARGS.key}", "resource", "RESOURCE"),
      ("initcol:session=%{ARGS.key}", "session", "SESSION"), ("initcol:user=%{ARGS.key}", "user", "USER"),
      ("initcol:resource=%{ARGS.key}", "resource", "RESOURCE"),
    ] {
      let runner = try RuleRunner(
        """
        SecAction "id:1,phase:1,pass,nolog,\(open)"
        SecRule \(variable):Seen "@streq yes" "id:2,phase:1,pass"
        SecAction "id:3,phase:1,pass,nolog,setvar:\(name).seen=yes"
        """)
      XCTAssertEqual(runner.run(exchange("/?key=a")).matchedIDs, [1, 3], open)
      XCTAssertEqual(runner.run(exchange("/?key=a")).matchedIDs, [1, 2, 3], open)
      if open.contains("%{") {
        XCTAssertEqual(runner.run(exchange("/?key=b")).matchedIDs, [1, 3], "\(open) with another key")
      }
    }
  }

  func testAVariableThatIsCountedUpExpiresWhenItWasToldTo() throws {
    let runner = try RuleRunner(
      """
      SecAction "id:1,phase:1,pass,nolog,initcol:ip=%{REMOTE_ADDR}"
      SecRule &IP:count "@eq 0" "id:2,phase:1,pass,nolog,setvar:ip.count=0,expirevar:ip.count=60"
      SecAction "id:3,phase:1,pass,setvar:ip.count=+1,msg:'%{IP.count}'"
      """)
    for (seconds, count) in [(0, "1"), (30, "2"), (59, "3"), (61, "1"), (90, "2"), (130, "1")] as [(Int64, String)] {
      runner.run(exchange(after: seconds)) {
        XCTAssertEqual($0.matches.last?.message.escaped, count, "after \(seconds) seconds")
      }
    }
  }

  func testATimeBeyondAllNumbersIsForEver() throws {
    for seconds in ["2147483647", "4294967296", "9223372036854775807", "99999999999999999999"] {
      let runner = try RuleRunner(
        """
        SecAction "id:1,phase:1,pass,nolog,initcol:ip=x"
        SecRule IP:mark "@streq 1" "id:2,phase:1,pass"
        SecAction "id:3,phase:1,pass,nolog,setvar:ip.mark=1,expirevar:ip.mark=\(seconds)"
        """)
      _ = runner.run(exchange())
      XCTAssertEqual(runner.run(exchange(after: 1000)).matchedIDs, [1, 2, 3], seconds)
    }
  }

  func testAnotherKeyOpensAnotherCollection() throws {
    let runner = try RuleRunner(
      """
      SecAction "id:1,phase:1,pass,nolog,setsid:%{ARGS.first},setvar:session.count=+1"
      SecAction "id:2,phase:1,pass,nolog,setsid:%{ARGS.second},setvar:session.count=+10"
      SecRule SESSION:count "@unconditionalMatch" "id:3,phase:1,pass,msg:'%{SESSIONID} %{SESSION.count}'"
      """)
    for (uri, end) in [
      ("/?first=a&second=b", "b 10"), ("/?first=b&second=a", "a 11"), ("/?first=a&second=a", "a 22"),
    ] {
      runner.run(exchange(uri)) { XCTAssertEqual($0.matches.last?.message.escaped, end, uri) }
    }
  }

  func testSessionAndUserIdsAreVariables() throws {
    let runner = try RuleRunner(
      """
      SecAction "id:1,phase:1,pass,nolog,setsid:s1,setuid:u1"
      SecRule SESSIONID "@streq s1" "id:2,phase:1,pass"
      SecRule USERID "@streq u1" "id:3,phase:1,pass"
      """)
    XCTAssertEqual(runner.run(exchange()).matchedIDs, [1, 2, 3])
  }

  func testAVariableExpiresWhenItsTimeHasCome() throws {
    let runner = try RuleRunner(
      """
      SecAction "id:1,phase:1,pass,nolog,initcol:ip=x"
      SecRule &IP:mark "@eq 0" "id:2,phase:1,pass,setvar:ip.mark=1,expirevar:ip.mark=60"
      """)
    XCTAssertEqual(runner.run(exchange()).matchedIDs, [1, 2])
    XCTAssertEqual(runner.run(exchange(after: 59)).matchedIDs, [1])
    XCTAssertEqual(runner.run(exchange(after: 60)).matchedIDs, [1, 2])
  }

  func testAVariableThatExpiresAtOnceIsGoneForTheNextRule() throws {
    let runner = try RuleRunner(
      """
      SecAction "id:1,phase:1,pass,nolog,initcol:ip=x,setvar:ip.mark=1,expirevar:ip.mark=0"
      SecRule &IP:mark "@eq 0" "id:2,phase:1,pass"
      """)
    XCTAssertEqual(runner.run(exchange()).matchedIDs, [1, 2])
  }

  func testACollectionTimesOutAfterItsLastUse() throws {
    let runner = try RuleRunner(
      """
      SecCollectionTimeout 100
      SecAction "id:1,phase:1,pass,nolog,initcol:ip=x,setvar:ip.n=+1"
      SecRule IP:n "@eq 1" "id:2,phase:1,pass"
      """)
    XCTAssertEqual(runner.run(exchange()).matchedIDs, [1, 2])
    XCTAssertEqual(runner.run(exchange(after: 99)).matchedIDs, [1])
    XCTAssertEqual(runner.run(exchange(after: 198)).matchedIDs, [1], "the second request began the time anew")
    XCTAssertEqual(runner.run(exchange(after: 298)).matchedIDs, [1, 2])
  }

  func testAnUnsetVariableIsUnsetInTheNextRequest() throws {
    let runner = try RuleRunner(
      """
      SecAction "id:1,phase:1,pass,nolog,initcol:ip=x"
      SecRule ARGS:set "@streq 1" "id:2,phase:1,pass,nolog,setvar:ip.a=1"
      SecRule ARGS:set "@streq 0" "id:3,phase:1,pass,nolog,setvar:!ip.a"
      SecRule &IP:a "@eq 1" "id:4,phase:1,pass"
      """)
    XCTAssertEqual(runner.run(exchange("/?set=1")).matchedIDs, [1, 2, 4])
    XCTAssertEqual(runner.run(exchange("/?set=0")).matchedIDs, [1, 3])
    XCTAssertEqual(runner.run(exchange()).matchedIDs, [1])
  }

  func testACollectionNobodyOpenedIsForgotten() throws {
    let runner = try RuleRunner(
      """
      SecRule &IP:a "@eq 0" "id:1,phase:1,pass"
      SecAction "id:2,phase:1,pass,nolog,setvar:ip.a=1"
      """)
    XCTAssertEqual(runner.run(exchange()).matchedIDs, [1, 2])
    XCTAssertEqual(runner.run(exchange()).matchedIDs, [1, 2])
  }

  func testApplicationsDoNotShareSessions() throws {
    let store = MemoryStore()
    func ids(_ application: String) throws -> [Int64] {
      let rules = """
        SecWebAppId \(application)
        SecAction "id:1,phase:1,pass,nolog,setsid:s,initcol:ip=x"
        SecRule &SESSION:seen "@eq 1" "id:2,phase:1,pass"
        SecRule &IP:seen "@eq 1" "id:3,phase:1,pass"
        SecAction "id:4,phase:1,pass,nolog,setvar:session.seen=1,setvar:ip.seen=1"
        """
      return try RuleRunner(rules, store: store).run(exchange()).matchedIDs
    }
    XCTAssertEqual(try ids("one"), [1, 4])
    XCTAssertEqual(try ids("one"), [1, 2, 3, 4])
    XCTAssertEqual(try ids("two"), [1, 3, 4], "addresses belong to all")
  }

  func testTheStoreFindsWhatADictionaryFinds() {
    let store = MemoryStore()
    var expected: [[UInt8]: UInt8] = [:]
    var random = Random(seed: 7)
    for round in 0..<4000 {
      let key = (0..<random.below(4)).map { _ in UInt8(random.below(256)) & 0xc7 }
      let value = UInt8(truncatingIfNeeded: round)
      expected[key] = value
      store.save(.ip, key, [StoredMember(key: [1], value: [value], expiresAt: nil)], now: 0, timeoutSeconds: 9)
    }
    XCTAssertGreaterThan(expected.count, 300)
    for (key, value) in expected {
      XCTAssertEqual(store.load(.ip, key, now: 1)?.first?.value, [value])
      XCTAssertNil(store.load(.ip, key + [0xff], now: 1))
    }
  }

  func testTheStoreKeepsAtMostItsLimit() {
    let store = MemoryStore(limit: 2)
    let member = StoredMember(key: [1], value: [1], expiresAt: nil)
    for (key, now) in [(UInt8(1), Int64(0)), (2, 1), (3, 2)] {
      store.save(.ip, [key], [member], now: now, timeoutSeconds: 100)
    }
    XCTAssertNil(store.load(.ip, [1], now: 3), "the one unused for longest made room")
    XCTAssertNotNil(store.load(.ip, [2], now: 3))
    XCTAssertNotNil(store.load(.ip, [3], now: 3))
    XCTAssertNil(store.load(.global, [3], now: 3), "collections do not share keys")
    XCTAssertNil(store.load(.ip, [3], now: 102))
  }

  func testTheStoreKeepsAtMostItsBytes() {
    let store = MemoryStore(limitBytes: 100_000)
    func save(_ key: UInt8, _ count: Int, now: Int64) {
      let member = StoredMember(key: [1], value: [UInt8](repeating: key, count: count), expiresAt: nil)
      store.save(.ip, [key], [member], now: now, timeoutSeconds: 100)
    }
    func kept() -> [UInt8] { (1...9).filter { store.load(.ip, [$0], now: 9) != nil } }
    for key in 1...3 { save(UInt8(key), 30_000, now: Int64(key)) }
    XCTAssertEqual(kept(), [1, 2, 3])
    save(1, 1_000, now: 4)
    save(4, 30_000, now: 5)
    XCTAssertEqual(kept(), [1, 2, 3, 4], "what is replaced no longer counts")
    save(5, 60_000, now: 6)
    XCTAssertEqual(kept(), [1, 4, 5], "the ones unused for longest made room")
    save(4, 66_000, now: 7)
    XCTAssertEqual(store.load(.ip, [4], now: 9)?.first?.value.count, 30_000, "too large to be saved")
    XCTAssertEqual(kept(), [1, 4, 5])
  }

  func testTheDefaultStoreForgetsKeysAClientMakesLong() {
    let store = MemoryStore()
    let member = StoredMember(key: [1], value: [1], expiresAt: nil)
    var long = [UInt8](repeating: 0, count: 54_000)
    for index in 0..<2_000 {
      (long[0], long[1]) = (UInt8(index & 255), UInt8(index >> 8))
      store.save(.session, long, [member], now: Int64(index), timeoutSeconds: 10_000)
    }
    (long[0], long[1]) = (0, 0)
    XCTAssertNil(store.load(.session, long, now: 2_000))
    (long[0], long[1]) = (UInt8(1_999 & 255), UInt8(1_999 >> 8))
    XCTAssertNotNil(store.load(.session, long, now: 2_000))
  }

  func testAFullStoreFindsWhatWasSavedLast() {
    let store = MemoryStore(limit: 8)
    var random = Random(seed: 8)
    var keys: [UInt8] = []
    for now in 0..<Int64(2000) {
      let key = UInt8(random.below(64))
      store.save(.ip, [key], [StoredMember(key: [1], value: [key], expiresAt: nil)], now: now, timeoutSeconds: 100)
      keys = keys.filter { $0 != key }.suffix(7) + [key]
      for key in keys { XCTAssertEqual(store.load(.ip, [key], now: now)?.first?.value, [key]) }
    }
  }
}
