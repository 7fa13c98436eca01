import Conformance
import Foundation
import SecLang
import XCTest

final class CompiledRulesTests: XCTestCase {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)

  override func setUpWithError() throws {
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("rules/deep"), withIntermediateDirectories: true)
  }

  override func tearDownWithError() throws { try FileManager.default.removeItem(at: folder) }

  func testFilesAreFoundBesideTheIncludingFileAndInTheOrderOfTheirNames() throws {
    try write("main.conf", "Include rules/*.conf\nInclude rules/*/c.conf\n")
    try write("rules/b.conf", "SecAction \"id:2,pass\"\n")
    try write("rules/a.conf", "SecRule ARGS \"@pmFromFile words.data\" \"id:1,pass\"\n")
    try write("rules/words.data", "word\n")
    try write("rules/deep/c.conf", "SecAction \"id:1,pass\"\nSecAction \"id:2,pass\"\n")
    let rules = try compile("main.conf")
    XCTAssertEqual(rules.findings.count, 2, rules.findings.joined())
    XCTAssertTrue(rules.findings.allSatisfy { $0.hasPrefix("\(folder.path)/rules/deep/c.conf:") })
  }

  func testEveryFindingOfAFileIsRendered() throws {
    try write("main.conf", "SecRule ARGS \"@contians x\" \"id:7,deny\"\nSecRul ARGS x\nInclude missing.conf\n")
    let rules = try compile("main.conf")
    XCTAssertNil(rules.program)
    XCTAssertEqual(rules.errorCount, 3)
    XCTAssertTrue(
      rules.findings.contains {
        $0.hasPrefix("\(folder.path)/main.conf:1:15: error[unknown-operator]")
          && $0.contains("did you mean '@contains'?")
      }, rules.findings.joined())
  }

  private func write(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: folder.appendingPathComponent(name))
  }

  private func compile(_ name: String) throws -> CompiledRules {
    CompiledRules(try DiskSourceLoader.source(atPath: folder.appendingPathComponent(name).path))
  }
}
