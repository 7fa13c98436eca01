import LinearRegex
import TestSupport
import XCTest

final class VectorTests: XCTestCase {
  /// Reasons are ours; whether and where a pattern is refused is PCRE2's, asked with pcre2_compile().
  func testWhatPCRERefusesIsRefusedWithReasonAndPlace() {
    let cases: [(String, PatternError.Reason, Int)] = [
      ("(a", .unbalancedParenthesis, 2), ("a)", .unbalancedParenthesis, 1), ("[a", .unclosedClass, 2),
      ("[]", .unclosedClass, 2), ("*a", .nothingToRepeat, 0), ("a**", .nothingToRepeat, 2),
      ("a{2}{3}", .nothingToRepeat, 4), ("^*", .nothingToRepeat, 1), ("(?i)*", .nothingToRepeat, 4),
      ("a{3,1}", .invalidRepeat, 1), ("a{1001}", .repeatTooLarge, 1), ("a{65536}", .repeatTooLarge, 6),
      ("\\", .invalidEscape, 0), ("\\i", .invalidEscape, 0), ("\\x{100}", .invalidEscape, 0),
      ("\\x{ff", .invalidEscape, 0), ("\\400", .invalidEscape, 0), ("\\c", .invalidEscape, 0),
      ("[z-a]", .invalidClassRange, 1), ("[\\d-a]", .invalidClassRange, 3), ("[a-\\d]", .invalidClassRange, 1),
      ("(?a)", .unknownGroupSyntax, 2), ("(?<1>a)", .unknownGroupSyntax, 3), ("(*a)", .unknownGroupSyntax, 1),
      ("(?<n>a)(?<n>b)", .unknownGroupSyntax, 10), ("[[:foo:]]", .unknownPOSIXClass, 1),
      ("[:alpha:]", .unknownPOSIXClass, 0), ("(a)\\2", .invalidBackreference, 3),
      ("\\k<n>", .invalidBackreference, 0), ("(?<=a*)", .variableLengthLookbehind, 0),
      ("(?:a{1000}){1000}", .tooLarge, 11), (String(repeating: "(", count: 300), .tooDeep, 250),
    ]
    for (source, reason, offset) in cases {
      let bytes = Array(source.utf8)
      do {
        _ = try Pattern(bytes.span)
        XCTFail("compiles: \(source)")
      } catch {
        XCTAssertEqual(error, PatternError(reason, at: offset), source)
      }
    }
  }

  func testAnyBytesCompileOrAreRefusedButNeverTrap() {
    var state: UInt64 = 3
    func number(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
    let pieces = [
      "(", ")", "[", "]", "{", "}", "?", "*", "+", "|", "\\", "^", "$", ".", "-", ",", "1", "9", "a", "Q", "E",
    ]
    let more = [
      "(?", "(?<", "(?P", "[:", ":]", "\\x", "\\g", "\\k", "(?i", "\\1", "\\c", "{1,2}", "<", ">", "=", "!", "\u{e9}",
    ]
    var compiled = 0
    for _ in 0..<sampleSize(40_000, inDebug: 8_000, of: "texts") {
      let source = (0..<number(10)).flatMap { _ in Array((pieces + more)[number(pieces.count + more.count)].utf8) }
      guard let pattern = try? Pattern(source.span) else { continue }
      compiled += 1
      var groups: [Int32] = []
      let input = Array("a1Q{x".utf8) + source
      _ = pattern.search(input.span)
      _ = pattern.search(input.span, from: number(4), &groups)
    }
    XCTAssertGreaterThan(compiled, 500)
  }

  func testSearchesThatBeginLaterStillSeeWhatStandsBefore() throws {
    for (source, start, expected) in [
      ("^b", 1, nil), ("\\bb", 1, 3), ("\\Bb", 1, 1), ("(?m)^b", 3, 3), ("b", 2, 3), ("(?<=a)b", 1, 1), ("b", 9, nil),
    ] as [(String, Int, Int32?)] {
      let bytes = Array(source.utf8)
      let input = Array("ab\nb".utf8)
      var groups: [Int32] = []
      let outcome = try Pattern(bytes.span).search(input.span, from: start, &groups)
      XCTAssertEqual(outcome == .match ? groups[0] : nil, expected, source)
    }
  }
}
