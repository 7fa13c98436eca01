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
    var random = Random(seed: 1)
    for _ in 0..<3000 {
      var text = ""
      for _ in 0..<random.below(40) { text += random.pick(pieces) }
      check(Array(text.utf8))
    }
  }

  func testNoDamageToARuleFileIsTooMuch() throws {
    let text = Array(try SharedData.data("crs/4.28.0/rules/REQUEST-911-METHOD-ENFORCEMENT.conf"))
    var random = Random(seed: 2)
    for _ in 0..<150 {
      var damaged = text
      for _ in 0..<4 {
        let index = random.below(damaged.count)
        switch random.below(3) {
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
