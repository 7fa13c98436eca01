import Foundation
import SecLang
import TestSupport
import XCTest

final class RobustnessTests: XCTestCase {
  /// Pieces that mean something to the parser, in any order.
  private let pieces = [
    "SecRule ", "SecAction ", "SecDataset ", "SecMarker ", "ARGS", ":", ".", "'", "\"", "\\", "\n", "\\\n", "\r\n", "#",
    "`", "/", "|", ",", "&", "!", "@", "@rx ", " ", "\t", "[", "(", ")", "]", "XML:/", "id:1", "\u{0}", "é", "\u{feff}",
  ]

  func testNoTextIsTooOddToParse() {
    var random = SplitMix(state: 1)
    for _ in 0..<3000 {
      var text = ""
      for _ in 0..<Int(random.next() % 40) { text += pieces[Int(random.next() % UInt64(pieces.count))] }
      check(Array(text.utf8))
    }
  }

  func testNoDamageToARuleFileIsTooMuch() throws {
    let text = Array(try SharedData.data("crs/4.28.0/rules/REQUEST-911-METHOD-ENFORCEMENT.conf"))
    var random = SplitMix(state: 2)
    for _ in 0..<150 {
      var damaged = text
      for _ in 0..<4 {
        let index = Int(random.next() % UInt64(damaged.count))
        switch random.next() % 3 {
        case 0: damaged.remove(at: index)
        case 1: damaged[index] = UInt8(truncatingIfNeeded: random.next())
        default: damaged.removeSubrange(index...)
        }
        if damaged.isEmpty { break }
      }
      check(damaged)
    }
  }

  private func check(_ text: [UInt8]) {
    var diagnostics = Diagnostics()
    let tree = parse(Source(name: [], text: text), SourceLoader(), &diagnostics)
    assertPlaces(tree)
    _ = rendered(diagnostics, tree)
    _ = dump(tree)
  }

  /// Text of which a parser that goes back too far takes the square: 100,000 bytes would be minutes.
  func testLongTextTakesTimeInProportion() {
    let long = 100_000
    for piece in [
      "\\\"", "a,", ":'", "ARGS:/a|", "\"a ", "x \\\n", "SecAction \"\n", "!", "SecDataset a `\n", "XML:/[('", "a|",
    ] {
      for head in ["SecRule ", "SecRule ARGS \"", "SecAction \"", "SecAction \"a:'", "SecRule ARGS:'", ""] {
        check(shortly: Array((head + String(repeating: piece, count: long / piece.utf8.count)).utf8))
      }
    }
  }

  private func check(shortly text: [UInt8]) {
    let start = Date()
    var diagnostics = Diagnostics()
    let tree = parse(Source(name: [], text: text), SourceLoader(), &diagnostics)
    XCTAssertLessThan(Date().timeIntervalSince(start), 5, String(decoding: text.prefix(40), as: UTF8.self))
    XCTAssertLessThanOrEqual(tree.directives.count, text.count)
  }
}

/// A small repeatable source of numbers.
private struct SplitMix {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
