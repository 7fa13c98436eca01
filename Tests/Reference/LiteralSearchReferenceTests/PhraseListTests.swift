import Bytes
import Foundation
import LiteralSearch
import ReferenceSupport
import XCTest

final class PhraseListTests: ReferenceTestCase {
  override class var needs: [String] { ["crs/4.28.0/rules"] }
  override class var cases: Cases { Cases(21, "phrase lists") }

  func testThePhraseListsOfTheCoreRuleSetStaySmall() throws {
    let folder = SharedData.root.appendingPathComponent("crs/4.28.0/rules")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".data") }
    XCTAssertEqual(files.count, Self.cases.count)
    var total = 0
    for file in files.sorted() {
      let lines = try Data(contentsOf: folder.appendingPathComponent(file)).split(separator: 10).map { [UInt8]($0) }
      let phrases = lines.filter { !$0.isEmpty && $0[0] != UInt8(ascii: "#") }
      let search = AhoCorasick(phrases, ignoresCase: true)
      total += search.tableBytes
      let bytes = phrases.reduce(0) { $0 + $1.count }
      XCTAssertLessThan(search.tableBytes, 20_000 + 12 * bytes, file)
      for phrase in phrases {
        let input = Array("x-".utf8) + phrase.map { $0.uppercasedASCII }
        let found = try XCTUnwrap(search.firstMatch(in: input.span, from: 0), file)
        XCTAssertLessThanOrEqual(found.range.lowerBound, 2)
      }
    }
    XCTAssertLessThan(total, 1_000_000)
  }
}
