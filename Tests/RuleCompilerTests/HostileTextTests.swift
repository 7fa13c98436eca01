import RuleCompiler
import RuleEngine
import TestSupport
import XCTest

/// Rule text that nobody meant: it may be refused, it must not trap.
final class HostileTextTests: XCTestCase {
  /// The same numbers each time, so that a failure can be run again.
  private struct Numbers {
    var state: UInt64
    mutating func next(below bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
  }

  func testVectorsCutAndMixedNeverTrap() throws {
    let texts = try CompilerVector.all().map { Array($0.text.utf8) }
    let junk = Array("\"'|:,!&%{}=\\\n;/@+-()[]`#9".utf8) + [0, 0xff]
    var numbers = Numbers(state: 1)
    for round in 0..<sampleSize(1_500, inDebug: 300, of: "damaged rule texts") {
      var text = texts[numbers.next(below: texts.count)]
      for _ in 0..<(1 + round % 5) where !text.isEmpty {
        let place = numbers.next(below: text.count)
        switch numbers.next(below: 4) {
        case 0: text.remove(at: place)
        case 1: text[place] = junk[numbers.next(below: junk.count)]
        case 2: text.insert(junk[numbers.next(below: junk.count)], at: place)
        default: text.removeSubrange(place..<min(text.count, place + numbers.next(below: 12)))
        }
      }
      let result = compiled(bytes: text)
      XCTAssertEqual(result.program == nil, !result.errors.isEmpty)
      if let program = result.program { _ = dump(program) }
    }
  }

  func testLongChainsAreRefusedInsteadOfExhaustingTheStack() {
    let link = "SecRule ARGS \"a\" \"chain\"\n"
    let text = "SecAction \"id:1,pass,chain\"\n" + String(repeating: link, count: 20_000) + "SecAction \"id:2,pass\""
    XCTAssertFalse(compiled(text).errors.isEmpty)
  }

  func testNumbersOfAnySizeAreRefusedOrKept() {
    for number in ["0", "9223372036854775807", "9223372036854775808", "18446744073709551615", "18446744073709551616"] {
      for rule in [
        "SecAction \"id:\(number),pass\"", "SecRuleRemoveById \(number)-\(number)", "SecRequestBodyLimit \(number)",
        "SecAction \"id:1,skip:\(number)\"", "SecAction \"id:1,status:\(number)\"",
        "SecAction \"id:1,phase:\(number)\"",
        "SecAction \"id:1,severity:\(number)\"", "SecAction \"id:1,ctl:ruleRemoveById=1-\(number)\"",
        "SecPcreMatchLimit \(number)", "SecCollectionTimeout \(number)",
      ] {
        if let program = compiled(rule).program { XCTAssertFalse(dump(program).isEmpty && rule.contains("id:")) }
      }
    }
  }
}
