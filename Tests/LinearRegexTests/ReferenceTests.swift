import Foundation
import LiteralSearch
import TestSupport
import XCTest

@testable import LinearRegex

/// Agreement with PCRE2, which ModSecurity uses.
final class ReferenceTests: XCTestCase {
  private func size(_ name: String, _ standard: Int) -> Int {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? standard
  }

  private func compile(_ source: [UInt8], cacheBytes: Int = 65_536) throws -> Pattern {
    var options = PatternOptions()
    options.cacheBytes = cacheBytes
    return try Pattern(source.span, options)
  }

  /// Compares one pattern's answers on one input with PCRE2's. Returns whether it was a match.
  private func check(_ source: [UInt8], _ pattern: Pattern, _ expected: [Int32], _ input: [UInt8]) -> Bool {
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
      patterns: size("PORTCULLIS_PATTERNS", 20_000), inputs: 10, usesBacktracking: false, seed: 1)
  }

  func testGeneratedPatternsWithLookaroundAndReferencesMatchAndCaptureAsInPCRE2() throws {
    try compareGenerated(
      patterns: size("PORTCULLIS_PATTERNS", 20_000) / 4, inputs: 10, usesBacktracking: true, seed: 2)
  }

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
    for (number, source) in patterns.enumerated() {
      let reference = try XCTUnwrap(PCRE2Reference(source, isFast: true), String(decoding: source, as: UTF8.self))
      for (input, words) in zip(payloads, candidates) {
        guard let expected = reference.search(input), check(source, compiled[number], expected, input) else { continue }
        matches += 1
        let place = "/\(String(decoding: source, as: UTF8.self))/ on \(String(decoding: input, as: UTF8.self))"
        XCTAssertEqual(words[number / 64] >> UInt64(number % 64) & 1, 1, "screened out: \(place)")
      }
    }
    print("patterns \(patterns.count), payloads \(payloads.count), matches \(matches)")
    XCTAssertGreaterThan(matches, 40_000)
  }
}
