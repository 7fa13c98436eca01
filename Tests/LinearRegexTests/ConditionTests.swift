import Bytes
import LinearRegex
import XCTest

/// Lookaheads at the subject's beginning are decided as linear patterns, each by itself (pcre2pattern(3), "Lookahead
/// assertions": an assertion takes nothing, so the next one begins at the same place).
final class ConditionTests: XCTestCase {
  private func outcome(_ pattern: String, _ text: String, _ options: PatternOptions = PatternOptions()) throws
    -> MatchOutcome
  {
    try Pattern(Array(pattern.utf8).span, options).search(Array(text.utf8).span)
  }

  func testEachConditionIsAskedFromTheBeginning() throws {
    let rows: [(pattern: String, text: String, matches: Bool)] = [
      ("^(?=.*<script)(?=.*alert).*$", "alert <script", true),
      ("^(?=.*<script)(?=.*alert).*$", "<script", false),
      ("^(?=.*a)(?!.*b)", "xxa", true),
      ("^(?=.*a)(?!.*b)", "xbxa", false),
      ("^(?!.*b)c", "c", true),
      ("^(?!.*b)c", "cb", false),
      ("^(?=a)b", "ab", false),
      ("^(?=ab)a", "ab", true),
      ("^(?=(a|b))(?=.*(c))[ab]x", "axc", true),
      ("^(?=a*$)(?=(?:..)*$)", "aaaa", true),
      ("^(?=a*$)(?=(?:..)*$)", "aaa", false),
      ("^(?=)x", "x", true),
      ("^(?=.*a)", "\nba", true),
      ("(?i)^(?=.*SCRIPT)(?=.*Alert)", "script alert", true),
      ("(?m)^(?=b)", "a\nb", true),
      ("^(?=.*a)(?<!x)b", "ba", true),
    ]
    for row in rows {
      XCTAssertEqual(try outcome(row.pattern, row.text), row.matches ? .match : .noMatch, "\(row)")
      var noCache = PatternOptions()
      noCache.cacheBytes = 0
      XCTAssertEqual(
        try outcome(row.pattern, row.text, noCache), row.matches ? .match : .noMatch, "\(row), no automaton")
    }
  }

  func testPaddingDoesNotMakeItGiveUp() throws {
    let pattern = try Pattern(Array("^(?=.*<script)(?=.*alert).*$".utf8).span)
    let text = Array((String(repeating: "x", count: 200_000) + "<script>alert(1)").utf8)
    XCTAssertEqual(pattern.search(text.span), .match)
    var groups: [Int32] = []
    XCTAssertEqual(pattern.search(text.span, from: 0, &groups), .match, "the groups may be unknown, the match is not")
    XCTAssertEqual(pattern.search(text.span.extracting(0..<200_000)), .noMatch)
  }

  func testWhatIsNoConjunctionMayStillGiveUp() throws {
    var options = PatternOptions()
    options.stepLimit = 1_000
    XCTAssertEqual(try outcome("(?=.*a.*b)c(\\w+)\\1", String(repeating: "c", count: 5_000), options), .limitExceeded)
  }
}
