import TestSupport
import XCTest

@testable import LinearRegex

/// The engines agree with each other, whatever the memory, and take linear time.
final class EngineTests: XCTestCase {
  private func compile(_ source: String, cacheBytes: Int = 65_536, stepLimit: Int = 100_000) throws -> Pattern {
    var options = PatternOptions()
    options.cacheBytes = cacheBytes
    options.stepLimit = stepLimit
    let bytes = Array(source.utf8)
    return try Pattern(bytes.span, options)
  }

  private func words(_ letters: [UInt8], _ length: Int) -> [[UInt8]] {
    length == 0 ? [[]] : words(letters, length - 1).flatMap { word in letters.map { word + [$0] } }
  }

  func testAutomatonParallelMatcherAndBacktrackerAgreeOnAllSmallPatterns() throws {
    let atoms = ["a", "b", ".", "[^a]", "^", "$", "\\b", "\\B", ""]
    let counts = ["", "*", "+?", "?", "{2}"]
    var items: [String] = []
    for atom in atoms {
      items.append(atom)
      for count in counts { items.append("(\(atom))\(count)") }
    }
    let inputs = (0...4).flatMap { words(Array("ab ".utf8), $0) }
    var compared = 0
    let step = items.count / sampleSize(items.count, inDebug: items.count / 9, of: "first parts of small patterns")
    for (number, first) in items.enumerated() where number.isMultiple(of: step) {
      for second in items {
        for source in ["\(first)\(second)", "\(first)|\(second)", "(\(first)|\(second))*b"] {
          let matcher = try compile(source).preparedMatcher()
          for input in inputs {
            var threads: [Int32] = []
            var choices: [Int32] = []
            let isMatch = matcher.backtrackerMatch(input.span, &choices) == .match
            XCTAssertEqual(matcher.threadsMatch(input.span, &threads), isMatch, "\(source) on \(input)")
            XCTAssertEqual(matcher.automatonMatches(input.span), isMatch, "\(source) on \(input)")
            if isMatch { XCTAssertEqual(threads, choices, "\(source) on \(input)") }
            compared += 1
          }
        }
      }
    }
    XCTAssertGreaterThan(compared, 1_000_000 / step)
  }

  func testAPatternThatTakesAllOfItsSubjectFindsWhatTheParallelMatcherFinds() throws {
    for (source, isWhole) in [
      ("^.*$", true), ("^a*b?$", true), ("^(?:a|ab)(?:c|bcd)?$", true), ("^$", true), ("^(?:a$|b$)", true),
      ("^(a)*$", false), ("^a|b$", false), ("^a$|b", false), ("^(?:a|b$)", false), ("(?m)^a$", false), ("^a\\Z", false),
    ] {
      let pattern = try compile(source)
      XCTAssertEqual(pattern.preparedMatcher().program.matchesWhole, isWhole, source)
      for input in (0...4).flatMap({ words(Array("abc\n".utf8), $0) }) {
        var found: [Int32] = []
        var threads: [Int32] = []
        let isMatch = pattern.search(input.span, from: 0, &found) == .match
        XCTAssertEqual(pattern.preparedMatcher().threadsMatch(input.span, &threads), isMatch, "\(source) on \(input)")
        if isMatch { XCTAssertEqual(found, threads, "\(source) on \(input)") }
      }
    }
  }

  func testTheSmallestCacheAndNoCacheGiveTheSameAnswers() throws {
    var generator = PatternGenerator(seed: 5, usesBacktracking: false)
    var clears = 0
    var matches = 0
    for _ in 0..<sampleSize(2_000, inDebug: 500, of: "patterns") {
      let source = generator.pattern()
      guard let whole = try? compile(source) else { continue }
      let patterns = try [whole] + [2048, 1, 0].map { try compile(source, cacheBytes: $0) }
      for _ in 0..<5 {
        let input = generator.input()
        let outcomes = patterns.map { $0.search(input.span) }
        XCTAssertEqual(outcomes, [MatchOutcome](repeating: outcomes[0], count: 4), "\(source) on \(input)")
        if outcomes[0] == .match { matches += 1 }
      }
      clears += patterns[2].preparedMatcher().clearCount
    }
    XCTAssertGreaterThan(matches, 500)
    XCTAssertGreaterThan(clears, 100)
  }

  func testStepsGrowNoFasterThanTheInput() throws {
    let sources = [
      "(a*)*b", "(?:a|a)*b", "(?:a|aa)+$", "(x+x+)+y", ".*.*.*=.*", "(?:a?){30}a{30}b", "^(([a-z])+.)+[A-Z]([a-z])+$",
      "(a|b|ab)*c", "\\b(?:a\\b|a)*!", "(?:(?:(?:a*)*)*)*b", "a{1,200}b",
    ]
    for source in sources {
      for cacheBytes in [65_536, 1, 0] {
        var steps: [Int] = []
        for length in [500, 1000, 2000] {
          let pattern = try compile(source, cacheBytes: cacheBytes)
          let input = [UInt8](repeating: UInt8(ascii: source.contains("x") ? "x" : "a"), count: length)
          var groups: [Int32] = []
          _ = pattern.search(input.span)
          _ = pattern.search(input.span, from: 0, &groups)
          let matcher = pattern.preparedMatcher()
          steps.append(matcher.stepCount)
          // No position of the program is stepped twice at one place of the input, in at most two passes.
          XCTAssertLessThanOrEqual(steps[steps.count - 1], 2 * (length + 2) * matcher.program.code.count, source)
        }
        XCTAssertLessThanOrEqual(steps[2], 3 * steps[1] + 200, source)
        XCTAssertLessThanOrEqual(steps[1], 3 * steps[0] + 200, source)
      }
    }
  }

  func testThePatternsThatCannotBeLinearStopAtTheStepLimit() throws {
    let input = [UInt8](repeating: UInt8(ascii: "a"), count: 5000)
    for source in ["(?:a+)+(?=b)", "(a*)*\\1b", "(?:(?>a+)|a)*(?!)b", "(?=(?:a|aa)+$b)", "(?:a?+){900}(?:a|a)*b"] {
      let pattern = try compile(source, stepLimit: 20_000)
      XCTAssertNotEqual(pattern.search(input.span), .match, source)
      XCTAssertLessThanOrEqual(pattern.preparedMatcher().stepCount, 20_001 + 5000, source)
    }
    XCTAssertEqual(try compile("(?:a+)+(?=b)", stepLimit: 20_000).search(input.span), .limitExceeded)
  }

  func testRequirementsNameTheStringsThatMatchesHold() throws {
    func literals(_ source: String) throws -> [String] {
      try compile(source).requirement.literals.map { String(decoding: $0, as: UTF8.self) }.sorted()
    }
    XCTAssertEqual(try literals("(?:un|se)[ei]"), ["see", "sei", "une", "uni"])
    XCTAssertEqual(try literals("(?i)x\\s*=\\s*java"), ["java"])
    XCTAssertEqual(try literals("on(?:end\\s*=|cut\\s*=)"), ["oncut", "onend"])
    XCTAssertEqual(try literals("[^<]*"), [])
    XCTAssertEqual(try compile("ab{3,5}(?:c|d)?").requirement.minimumLength, 4)
    XCTAssertEqual(try compile("(?=foo)a|b{2}").requirement.minimumLength, 1)
  }
}
