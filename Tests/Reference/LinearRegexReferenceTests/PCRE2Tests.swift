import TestSupport
import XCTest

@testable import LinearRegex
@testable import LinearRegexTests

/// Agreement with PCRE2, which ModSecurity uses, on patterns made at random.
final class PCRE2Tests: DataTestCase {
  override class var cases: Cases { Cases(25_000, "patterns") }
  override class var missing: String? { PCRE2Reference.missing }

  private lazy var patterns = sampleSize(20_000, inDebug: 1_000, of: "patterns")

  private func compareGenerated(patterns: Int, inputs: Int, usesBacktracking: Bool, seed: UInt64) throws {
    var generator = PatternGenerator(seed: seed, usesBacktracking: usesBacktracking)
    var pairs = 0
    var matches = 0
    for _ in 0..<patterns {
      let source = Array(generator.pattern().utf8)
      guard let reference = PCRE2Reference(source, isFast: false) else {
        let isRefused = (try? compile(source)) == nil
        // What PCRE2 refuses we refuse, but for what 10.42 alone limits.
        XCTAssertTrue(isRefused, "PCRE2 refuses /\(String(decoding: source, as: UTF8.self))/")
        continue
      }
      let pattern: Pattern
      do { pattern = try compile(source) } catch {
        XCTFail("/\(String(decoding: source, as: UTF8.self))/ does not compile: \(error)")
        continue
      }
      for _ in 0..<inputs {
        let input = generator.input()
        guard let expected = reference.search(input) else { continue }
        pairs += 1
        if check(source, pattern, expected, input) { matches += 1 }
      }
    }
    print("pairs \(pairs), matches \(matches)")
    XCTAssertGreaterThan(matches, pairs / 10)
  }

  func testGeneratedPatternsMatchAndCaptureAsInPCRE2() throws {
    try compareGenerated(
      patterns: patterns, inputs: 10, usesBacktracking: false, seed: 1)
  }

  func testGeneratedPatternsWithLookaroundAndReferencesMatchAndCaptureAsInPCRE2() throws {
    try compareGenerated(
      patterns: patterns / 4, inputs: 10, usesBacktracking: true, seed: 2)
  }
}

/// The pattern of this source.
func compile(_ source: [UInt8]) throws -> Pattern {
  try Pattern(source.span, PatternOptions())
}

/// Compares one pattern's answers on one input with PCRE2's. Returns whether it was a match.
func check(_ source: [UInt8], _ pattern: Pattern, _ expected: [Int32], _ input: [UInt8]) -> Bool {
  var groups: [Int32] = []
  let plain = pattern.search(input.span)
  let captured = pattern.search(input.span, from: 0, &groups)
  let place =
    "/\(String(decoding: source, as: UTF8.self))/ on \(String(decoding: input, as: UTF8.self).debugDescription)"
  if plain == .limitExceeded || captured == .limitExceeded {
    XCTAssertTrue(pattern.preparedMatcher().program.needsBacktracking, place)
    return false
  }
  XCTAssertEqual(plain == .match, !expected.isEmpty, "match: \(place)")
  XCTAssertEqual(captured == .match, !expected.isEmpty, "captures: \(place)")
  if captured == .match { XCTAssertEqual(groups, expected, place) }
  if !expected.isEmpty { checkRequirement(pattern.requirement, input, place) }
  return !expected.isEmpty
}
