import Injection
import XCTest

/// Inputs made to take long.
final class HostileInputTests: XCTestCase {
  func testAnyRepeatedPieceTakesLinearTime() {
    for piece in Mutation.sqlPieces + Mutation.htmlPieces { check(piece, byteCount: 1 << 17) }
  }

  func testAMegabyteOfACostlyPieceTakesLinearTime() {
    for piece in Self.costly { check(piece, byteCount: 1 << 20) }
  }

  /// Pieces that make naive searches quadratic.
  private static let costly: [[UInt8]] = [
    "int`a`+", "select.", "and`and`", "1,", "1+", "$a", "$aaaa$", "q'(", "/*", "/**/", "\\'", "''", "- -", "a.b.c.",
    "@`",
    "u&'", "x'41", "int ", "not ", "! ", "((", "{a ", "} ", "; ", "<!--", "-\0", "%", "]]", "&#0", "&#x0;", "onx ",
    "a=",
  ].map { Array($0.utf8) }

  private func check(_ piece: [UInt8], byteCount: Int) {
    var input: [UInt8] = []
    while input.count < byteCount { input += piece }
    // Behind a quote, a tag and an attribute the other contexts read it all.
    for (before, after) in [("", ""), ("'", "'\""), ("<a x", ""), ("<a href=", "")] {
      let text = Array(before.utf8) + input + Array(after.utf8)
      let time = ContinuousClock().measure {
        _ = SQLInjection.detect(text.span)
        _ = CrossSiteScripting.detect(text.span)
      }
      // Linear time is some tens of milliseconds a megabyte, quadratic time tens of seconds for an eighth of one.
      XCTAssertLessThan(time, .seconds(2), "\(text.count) bytes of \(escaped(piece)) after \(before)")
    }
  }
}
