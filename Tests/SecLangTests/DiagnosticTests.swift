import Bytes
import SecLang
import XCTest

final class DiagnosticTests: XCTestCase {
  func testEveryFindingHasItsRow() {
    XCTAssertEqual(diagnosticTable.map(\.id), DiagnosticID.allCases)
    for id in DiagnosticID.allCases {
      XCTAssertEqual("\(id.row.slug)", kebab("\(id)"))
      XCTAssertEqual("\(id.row.sentence)".split(separator: "%", omittingEmptySubsequences: false).count <= 2, true)
    }
  }

  /// `unknownOperator` as `unknown-operator`; `duplicateID` as `duplicate-id`.
  private func kebab(_ name: String) -> String {
    name.replacingOccurrences(of: "ID", with: "Id").reduce(into: "") { slug, letter in
      slug += letter.isUppercase ? "-" + letter.lowercased() : String(letter)
    }
  }

  func testOnlyErrorsAreErrors() {
    var diagnostics = Diagnostics()
    diagnostics.report(Diagnostic(.directiveIgnored, at: SourceRange(source: 0, start: 0, end: 0)))
    XCTAssertFalse(diagnostics.hasErrors)
    diagnostics.report(Diagnostic(.unknownAction, at: SourceRange(source: 0, start: 0, end: 0)))
    XCTAssertTrue(diagnostics.hasErrors)
    XCTAssertEqual(diagnostics.errorCount, 1)
    XCTAssertEqual(diagnostics.all.count, 2)
  }

  func testTheStyleGuidesExampleReadsAsItShows() {
    var text = String(repeating: "\n", count: 11)
    text += #"SecRule ARGS "@contians select" "id:7,deny""#
    let source = Source(name: Array("rules/app.conf".utf8), text: Array(text.utf8))
    var diagnostics = Diagnostics()
    let tree = parse(source, SourceLoader(), &diagnostics)
    guard case .rule(_, let operation, _) = tree.directives.first?.body, let name = operation.name else {
      return XCTFail("no rule")
    }
    let diagnostic = Diagnostic(
      .unknownOperator, at: name.range, found: name.bytes, suggestion: Array("@contains".utf8))
    var output: [UInt8] = []
    render(diagnostic, in: tree.sources, into: &output)
    XCTAssertEqual(
      String(decoding: output, as: UTF8.self),
      """
      rules/app.conf:12:15: error[unknown-operator]: there is no operator '@contians'
         12 | SecRule ARGS "@contians select" "id:7,deny"
            |               ^^^^^^^^^ did you mean '@contains'?

      """)
    output = []
    renderLine(diagnostic, in: tree.sources, into: &output)
    XCTAssertEqual(
      String(decoding: output, as: UTF8.self),
      "rules/app.conf:12:15: error[unknown-operator]: there is no operator '@contians'; did you mean '@contains'?")
  }

  func testAFindingWithoutASourceOrBeyondItsTextIsRenderedAllTheSame() {
    let source = Source(name: [0x61, 0x0a], text: [0xff, 0xc3, 0x0d])
    for (index, start, end) in [(-1, 0, 0), (1, 5, 3), (0, 0, 9), (0, 9, 1), (0, -4, -9), (0, 1, 2)]
      as [(Int32, Int32, Int32)]
    {
      let range = SourceRange(source: index, start: start, end: end)
      let found = [UInt8](repeating: 0xc3, count: 300)
      var output: [UInt8] = []
      render(Diagnostic(.unknownAction, at: range, found: found, suggestion: found), in: [source], into: &output)
      renderLine(Diagnostic(.unknownAction, at: range, found: found, suggestion: found), in: [source], into: &output)
      XCTAssertFalse(output.isEmpty)
    }
  }

  func testFindingsPointAtWhatTheyAreAbout() {
    assertDiagnoses(
      #"SecRule ARGS "1️⃣@[a]2️⃣ x" "id:7""#, .missingOperatorName, at: "1️⃣", "2️⃣",
      fixed: #"SecRule ARGS "@rx @[a] x" "id:7""#)
    assertDiagnoses(
      #"SecRule ARGS "@rx a" 1️⃣'id:7'2️⃣"#, .singleQuotedArgument, at: "1️⃣", "2️⃣",
      fixed: #"SecRule ARGS "@rx a" "id:7""#)
    assertDiagnoses(
      #"SecAction "id:7,1️⃣deny  status2️⃣:403""#, .missingComma, at: "1️⃣", "2️⃣",
      fixed: #"SecAction "id:7,deny,status:403""#)
    assertDiagnoses("SecAction \"id:7,\\\n  1️⃣deny log2️⃣\"", .missingComma, at: "1️⃣", "2️⃣")
    assertDiagnoses(#"SecRule ARGS|1️⃣|TX "x" "id:7""#, .emptyVariable, at: "1️⃣")
    assertDiagnoses(#"SecRule "\"ARGS\":1️⃣/a2️⃣" "x" "id:7""#, .unterminatedRegexKey, at: "1️⃣", "2️⃣")
  }
}
