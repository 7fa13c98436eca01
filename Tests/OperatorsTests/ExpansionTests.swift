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

  func testNetworksFollowTheExpansion() throws {
    let index = try XCTUnwrap(operatorIndex(named: Array("ipMatch".utf8).span))
    let argument = Array("%{tx.networks},192.0.2.0/24".utf8)
    let prepared = try operatorTable[index].make(argument.span, VectorResources())
    for network in ["10.0.0.0/8", "::/0", "10.1.1.1, 10.2.2.2", "no network,10.1.1.1"] {
      let expansion = network + ",192.0.2.0/24"
      XCTAssertEqual(matches(prepared, "10.1.1.1", expansion), network != "::/0", network)
      XCTAssertTrue(matches(prepared, "192.0.2.9", expansion), network)
      XCTAssertFalse(matches(prepared, "198.51.100.1", expansion), network)
    }
    XCTAssertTrue(matches(prepared, "192.0.2.9", ",192.0.2.0/24"), "an unset macro is no network")
  }

  func testAddressesHaveOneForm() {
    // RFC 5952, sections 4.1 to 5.
    for (text, canonical) in [
      ("2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1"), ("2001:0db8::0001", "2001:db8::1"),
      ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"), ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"),
      ("0:0:0:0:0:0:0:1", "::1"), ("0:0:0:0:0:0:0:0", "::"), ("1:0:0:0:0:0:0:0", "1::"),
      ("::FFFF:c000:0201", "::ffff:192.0.2.1"), ("192.0.2.1", "192.0.2.1"), ("fe80::1%eth0", "fe80::1%eth0"),
      ("unix:/socket", "unix:/socket"), ("", ""),
    ] {
      XCTAssertEqual(String(decoding: Array(text.utf8).span.canonicalAddress, as: UTF8.self), canonical, text)
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
