import SecLang
import XCTest

final class WordTests: XCTestCase {
  private func parsed(_ text: String, file: StaticString = #filePath, line: UInt = #line) -> SyntaxTree {
    var diagnostics = Diagnostics()
    let tree = parse(Source(name: Array("rules.conf".utf8), text: Array(text.utf8)), SourceLoader(), &diagnostics)
    XCTAssertTrue(diagnostics.all.isEmpty, rendered(diagnostics, tree), file: file, line: line)
    return tree
  }

  private func text(_ range: SourceRange, _ tree: SyntaxTree) -> String {
    let bytes = tree.sources[Int(range.source)].text[Int(range.start)..<Int(range.end)]
    return String(decoding: bytes, as: UTF8.self)
  }

  func testAPartOfAnArgumentIsFoundBehindEscapesAndContinuations() throws {
    let tree = parsed("SecRule ARGS \"@rx \\\"a\\\"\\\nb(\\\"c\" \"id:1\"")
    guard case .rule(_, let operation, _) = tree.directives[0].body else { return XCTFail("no rule") }
    XCTAssertEqual(String(decoding: operation.argument.bytes, as: UTF8.self), "\"a\"b(\"c")
    XCTAssertEqual(text(operation.argument.sourceRange(of: 1..<2), tree), "a")
    let parenthesis = operation.argument.sourceRange(of: 4..<5)
    XCTAssertEqual(text(parenthesis, tree), "(")
    XCTAssertTrue(tree.sources[0].position(of: Int(parenthesis.start)) == (2, 2))
    XCTAssertEqual(text(operation.argument.sourceRange(of: 3..<5), tree), "b(")
    XCTAssertEqual(text(operation.argument.sourceRange(of: 5..<7), tree), "\"c")
    XCTAssertEqual(text(operation.argument.sourceRange(of: 1..<4), tree), "a\\\"\\\nb")
    XCTAssertEqual(text(operation.argument.part(3..<7).range, tree), "b(\\\"c")
    XCTAssertEqual(text(operation.argument.part(3..<7).sourceRange(of: 2..<4), tree), "\"c")
  }

  func testRangesOutsideAWordAreCutToIt() {
    let tree = parsed(#"SecMarker "abc""#)
    guard case .arguments(let words) = tree.directives[0].body, let word = words.first else {
      return XCTFail("no word")
    }
    XCTAssertEqual(text(word.range, tree), "abc")
    XCTAssertEqual(text(word.sourceRange(of: -3..<99), tree), "abc")
    XCTAssertEqual(word.sourceRange(of: 3..<3).start, word.range.end)
    XCTAssertEqual(word.sourceRange(of: 77..<99).start, word.range.end)
    XCTAssertEqual(word.part(2..<99).bytes, Array("c".utf8))
  }

  func testRangesLeaveOutQuotesAndSlashes() {
    let tree = parsed(#"SecRule !ARGS:'/a|b/'|TX:'k' "!@rx x" "msg:'m',id:1""#)
    let directive = tree.directives[0]
    guard case .rule(let variables, let operation, let actions) = directive.body else { return XCTFail("no rule") }
    XCTAssertEqual(
      variables.flatMap(\.words).map { text($0.range, tree) }, ["ARGS", "a|b", "TX", "k"])
    XCTAssertEqual(variables.map { text($0.range, tree) }, ["!ARGS:'/a|b/'", "TX:'k'"])
    XCTAssertEqual(operation.name.map { text($0.range, tree) }, "@rx")
    XCTAssertEqual(text(operation.argument.range, tree), "x")
    XCTAssertEqual(actions.flatMap(\.words).map { text($0.range, tree) }, ["msg", "m", "id", "1"])
    XCTAssertEqual(text(directive.range, tree), String(decoding: tree.sources[0].text, as: UTF8.self))
  }

  func testListsThatStandAsArgumentsAreParsedInPlace() {
    let tree = parsed(
      """
      SecRuleUpdateTargetById 1 "!ARGS:'a b'|\\
        TX:/x\\"/"
      SecRuleUpdateTargetById 1 !ARGS:'a b',TX
      SecRuleUpdateActionById 1 "deny,msg:'a, \\"b\\"'"
      """)
    var diagnostics = Diagnostics()
    var found: [[String]] = []
    for directive in tree.directives {
      guard case .arguments(let words) = directive.body, words.count == 2 else { return XCTFail("not two words") }
      let isActions = String(decoding: directive.name.bytes, as: UTF8.self).contains("Action")
      let parts =
        isActions
        ? parseActions(words[1], &diagnostics).flatMap(\.words)
        : parseVariables(words[1], &diagnostics).flatMap(\.words)
      found.append(parts.map { text($0.range, tree) })
    }
    XCTAssertTrue(diagnostics.all.isEmpty, rendered(diagnostics, tree))
    XCTAssertEqual(
      found, [["ARGS", "a b", "TX", #"x\""#], ["ARGS", "a b", "TX"], ["deny", "msg", #"a, \"b\""#]])
  }

  func testPositionsCountFromOne() {
    let source = Source(name: [], text: Array("ab\r\n\nc".utf8))
    let places = (-1...7).map { source.position(of: $0) }.map { "\($0.line):\($0.column)" }
    XCTAssertEqual(places, ["1:1", "1:1", "1:2", "1:3", "1:4", "2:1", "3:1", "3:2", "3:2"])
  }
}
