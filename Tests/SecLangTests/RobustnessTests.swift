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
    let rules = try VectorCase.cases(in: "seclang", name: "lines").compactMap { $0["rules"] }
    let text = Array(rules.joined(separator: "\n").utf8)
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

  /// Text of which a parser that goes back too far takes the square.
  func testLongTextTakesTimeInProportion() {
    for piece in [
      "\\\"", "a,", ":'", "ARGS:/a|", "\"a ", "x \\\n", "SecAction \"\n", "!", "SecDataset a `\n", "XML:/[('", "a|",
    ] {
      for head in ["SecRule ", "SecRule ARGS \"", "SecAction \"", "SecAction \"a:'", "SecRule ARGS:'", ""] {
        assertLinear("\(head)\(piece)…") { size in
          Array((head + String(repeating: piece, count: size / piece.utf8.count)).utf8)
        } run: { text in
          var diagnostics = Diagnostics()
          let tree = parse(Source(name: [], text: text), SourceLoader(), &diagnostics)
          XCTAssertLessThanOrEqual(tree.directives.count, text.count)
        }
      }
    }
  }
}
