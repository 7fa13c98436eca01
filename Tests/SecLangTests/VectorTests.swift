import SecLang
import TestSupport
import XCTest

/// Every case of `Tests/Vectors/seclang`, and that there is one for every finding the parser makes.
final class VectorTests: XCTestCase {
  func testEveryVectorIsKept() throws {
    let names = ["actions", "includes", "lines", "operators", "rendering", "variables"]
    XCTAssertEqual(try VectorFile.names(in: "seclang"), names)
    for name in names {
      let cases = try VectorCase.cases(in: "seclang", name: name)
      XCTAssertGreaterThan(cases.count, 3, name)
      for vector in cases { try check(vector) }
    }
  }

  private func check(_ vector: VectorCase) throws {
    let rules = try XCTUnwrap(vector["rules"], vector.place)
    var diagnostics = Diagnostics()
    let source = Source(name: Array("rules.conf".utf8), text: bytes(visible: rules))
    let tree = parse(source, loader(of: vector), &diagnostics)
    assertPlaces(tree)
    for section in vector.sections {
      switch section.kind {
      case "dump":
        let dumped = String(decoding: dump(tree), as: UTF8.self)
        XCTAssertEqual(dumped, section.text.isEmpty ? "" : section.text + "\n", vector.place)
      case "findings": XCTAssertEqual(lines(diagnostics, tree), section.text, vector.place)
      case "rendered": XCTAssertEqual(rendered(diagnostics, tree), section.text + "\n", vector.place)
      default: XCTAssertTrue(section.kind == "rules" || section.kind.hasPrefix("file "), vector.place)
      }
    }
    if vector["findings"] == nil && vector["rendered"] == nil {
      XCTAssertEqual(lines(diagnostics, tree), "", vector.place)
    }
  }

  private func loader(of vector: VectorCase) -> SourceLoader {
    let loader = MemorySourceLoader()
    for section in vector.sections where section.kind.hasPrefix("file ") {
      loader.add(Source(name: Array(section.kind.dropFirst(5).utf8), text: bytes(visible: section.text)))
    }
    return loader
  }

  private func lines(_ diagnostics: Diagnostics, _ tree: SyntaxTree) -> String {
    diagnostics.all.map { diagnostic in
      var line: [UInt8] = []
      renderLine(diagnostic, in: tree.sources, into: &line)
      return String(decoding: line, as: UTF8.self)
    }.joined(separator: "\n")
  }

  func testEveryFindingOfTheParserHasAVector() throws {
    let texts = try VectorFile.names(in: "seclang")
      .flatMap { try VectorCase.cases(in: "seclang", name: $0) }.flatMap(\.sections)
      .filter { $0.kind == "findings" || $0.kind == "rendered" }.map(\.text)
    for id in madeByTheParser {
      let slug = "[\(id.row.slug)]: "
      XCTAssertTrue(texts.contains { $0.contains(slug) }, "no vector for \(slug)")
    }
  }
}

/// The findings that are about form. Three more need texts too large for a file: `IncludeTests` has two of them, and
/// `sourceTooLarge` takes 2 GiB.
private let madeByTheParser: [DiagnosticID] = [
  .unterminatedQuote, .quoteClosedByLineEnd, .textAfterQuote, .singleQuotedArgument, .unquotedOperator,
  .commentAfterDirective, .unterminatedContinuation,
  .unterminatedBlock, .includeNotFound, .includeMatchesNothing, .includeCycle, .missingArgument, .unexpectedArgument,
  .emptyVariableList,
  .emptyVariable, .emptySelector, .unterminatedRegexKey, .textAfterVariable, .countOfExclusion, .missingOperator,
  .missingOperatorName, .missingActionName, .missingComma,
]
