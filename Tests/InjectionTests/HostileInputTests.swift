import Injection
import TestSupport
import XCTest

/// Inputs made to take long.
final class HostileInputTests: XCTestCase {
  func testAnyRepeatedPieceTakesLinearTime() {
    for piece in Mutation.sqlPieces + Mutation.htmlPieces { check(piece, byteCount: 2_048) }
  }

  func testManyTimesACostlyPieceTakesLinearTime() {
    for piece in Self.costly { check(piece, byteCount: 16_384) }
  }

  /// Pieces that make naive searches quadratic.
  private static let costly: [[UInt8]] = [
    "int`a`+", "select.", "and`and`", "1,", "1+", "$a", "$aaaa$", "q'(", "/*", "/**/", "\\'", "''", "- -", "a.b.c.",
    "@`",
    "u&'", "x'41", "int ", "not ", "! ", "((", "{a ", "} ", "; ", "<!--", "-\0", "%", "]]", "&#0", "&#x0;", "onx ",
    "a=",
  ].map { Array($0.utf8) }

  private func check(_ piece: [UInt8], byteCount: Int) {
    // Behind a quote, a tag and an attribute the other contexts read it all.
    for (before, after) in [("", ""), ("'", "'\""), ("<a x", ""), ("<a href=", "")] {
      assertLinear("\(VectorFile.quoted(piece)) after \(before)", from: byteCount) { size in
        Array(before.utf8) + (0...size / piece.count).flatMap { _ in piece } + Array(after.utf8)
      } run: { text in
        _ = SQLInjection.detect(text.span)
        _ = CrossSiteScripting.detect(text.span)
      }
    }
  }
}
