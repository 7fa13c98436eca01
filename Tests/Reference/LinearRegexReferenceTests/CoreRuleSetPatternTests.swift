import LiteralSearch
import ReferenceSupport
import TestSupport
import XCTest

@testable import LinearRegex
@testable import LinearRegexTests

/// The patterns of the Core Rule Set on what its regression tests send.
final class CoreRuleSetPatternTests: ReferenceTestCase {
  override class var needs: [String] { ["crs/4.28.0/rules", "crs/recorded"] }
  override class var cases: Cases { Cases(318, "patterns") }

  func testTheSmallestCacheAndNoCacheGiveTheSameAnswers() throws {
    let payloads = try CoreRuleSet.payloads()
    var clears = 0
    let all = try CoreRuleSet.patterns()
    let step = all.count / sampleSize(all.count, inDebug: all.count / 20, of: "patterns")
    for (number, source) in all.enumerated() where number.isMultiple(of: step) {
      let patterns = try [65_536, 2048, 1, 0].map {
        var options = PatternOptions()
        options.cacheBytes = $0
        return try Pattern(source.span, options)
      }
      for payload in payloads.indices where payload % 23 == number % 23 {
        let input = payloads[payload]
        let outcomes = patterns.map { $0.search(input.span) }
        XCTAssertEqual(
          outcomes, [MatchOutcome](repeating: outcomes[0], count: 4), String(decoding: source, as: UTF8.self))
      }
      clears += patterns[2].preparedMatcher().clearCount
    }
    XCTAssertGreaterThan(clears, 5000 / step / step)
  }
}

/// The same against PCRE2.
final class CoreRuleSetAgainstPCRE2Tests: ReferenceTestCase {
  override class var needs: [String] { ["crs/4.28.0/rules", "crs/recorded"] }
  override class var cases: Cases { Cases(318, "patterns") }
  override class var missing: String? { PCRE2Reference.missing ?? super.missing }

  func testCoreRuleSetPatternsMatchAndCaptureAsInPCRE2() throws {
    let patterns = try CoreRuleSet.patterns() + CoreRuleSet.olderPatterns()
    let payloads = try CoreRuleSet.payloads()
    XCTAssertGreaterThan(payloads.count, 2000)
    let compiled = try patterns.map { try compile($0) }
    let screen = Screen(compiled.map { $0.requirement })
    let candidates = payloads.map { payload in
      var words = [UInt64](repeating: 0, count: screen.wordCount)
      screen.test(payload.span, &words)
      return words
    }
    var matches = 0
    // One in twenty in a debug build, of which the matches are fewer.
    let step = patterns.count / sampleSize(patterns.count, inDebug: patterns.count / 20, of: "patterns")
    for (number, source) in patterns.enumerated() where number.isMultiple(of: step) {
      let reference = try XCTUnwrap(PCRE2Reference(source, isFast: true), String(decoding: source, as: UTF8.self))
      for (input, words) in zip(payloads, candidates) {
        guard let expected = reference.search(input), check(source, compiled[number], expected, input) else { continue }
        matches += 1
        let place = "/\(String(decoding: source, as: UTF8.self))/ on \(String(decoding: input, as: UTF8.self))"
        XCTAssertEqual(words[number / 64] >> UInt64(number % 64) & 1, 1, "screened out: \(place)")
      }
    }
    print("patterns \(patterns.count), payloads \(payloads.count), matches \(matches)")
    XCTAssertGreaterThan(matches, 40_000 / step / step)
  }
}
