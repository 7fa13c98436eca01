import Bytes
import LiteralSearch
import Operators
import XCTest

/// Operators whose argument holds macros follow the expansion they are given.
final class ExpansionTests: XCTestCase {
  private let argument = Array("%{tx.word}".utf8)

  private func prepared(_ name: String) throws -> Operator {
    let index = try XCTUnwrap(operatorIndex(named: Array(name.utf8).span))
    XCTAssertTrue(operatorTable[index].expandsMacros, name)
    let argument = argument
    let prepared = try operatorTable[index].make(argument.span, VectorResources())
    XCTAssertTrue(prepared.requirement.isTrivial, "\(name): nothing is known before the macro is expanded")
    return prepared
  }

  private func matches(_ prepared: Operator, _ value: String, _ expansion: String) -> Bool {
    var captures = Captures()
    return prepared.matches(Array(value.utf8).span, argument: Array(expansion.utf8).span, &captures)
  }

  func testEachEvaluationSeesItsOwnExpansion() throws {
    for name in ["beginsWith", "contains", "containsWord", "endsWith", "rx", "streq", "strmatch", "within"] {
      let prepared = try prepared(name)
      for word in ["one", "two", "two", "one"] {
        XCTAssertTrue(matches(prepared, word, word), name)
        XCTAssertFalse(matches(prepared, word, "other"), name)
      }
    }
  }

  func testAnUnsetMacroIsContainedInEverything() throws {
    for name in ["beginsWith", "contains", "containsWord", "endsWith", "rx", "strmatch"] {
      XCTAssertTrue(matches(try prepared(name), "value", ""), name)
    }
  }

  func testNumbersCompareWithTheExpansion() throws {
    XCTAssertTrue(matches(try prepared("ge"), "5", "5"))
    XCTAssertFalse(matches(try prepared("ge"), "5", "6"))
    XCTAssertTrue(matches(try prepared("lt"), "-1", ""))
  }

  func testAnExpansionThatDoesNotCompileNeverMatches() throws {
    let prepared = try prepared("rx")
    XCTAssertFalse(matches(prepared, "(", "("))
    XCTAssertTrue(matches(prepared, "(", "\\("))
    XCTAssertFalse(matches(prepared, "(", "("))
  }

  func testOnlyAPercentSignWithANameIsAMacro() {
    for text in ["%{tx.a}", "a%{REMOTE_ADDR}", "%%{_x}"] { XCTAssertTrue(mayHoldMacro(Array(text.utf8).span), text) }
    for text in ["", "%", "%{", "%{tx.a", "%{2}", "a%b{c}", "100% {a}"] {
      XCTAssertFalse(mayHoldMacro(Array(text.utf8).span), text)
    }
  }

  func testALongValueWithinALongExpansionIsFound() throws {
    let long = String(repeating: "a", count: 20_000)
    XCTAssertTrue(matches(try prepared("within"), long + "b", long + long + "b"))
    XCTAssertFalse(matches(try prepared("within"), long + "c", long + long + "b"))
  }
}
