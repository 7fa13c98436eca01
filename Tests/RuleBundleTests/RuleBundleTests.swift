import Foundation
import XCTest

@testable import RuleBundle

final class RuleBundleTests: XCTestCase {
  private func directory(_ files: [String: String]) throws -> String {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("bundle-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path + "/..data", withIntermediateDirectories: true)
    addTeardownBlock { try? FileManager.default.removeItem(atPath: path) }
    for (name, text) in files { try Data(text.utf8).write(to: URL(fileURLWithPath: "\(path)/\(name)")) }
    return path
  }

  func testWhatOthersBuildOnComesFirstThenTheNames() throws {
    let rules = try RuleDirectory(
      atPath: directory([
        "a.conf": "", "crs-setup.conf": "", "z.conf": "", "modsecdefault.conf": "", "words.data": "evil\n",
        "README.md": "", ".hidden.conf": "", "crs-setup.conf.example": "",
      ]))
    XCTAssertEqual(rules.includes, ["modsecdefault.conf", "crs-setup.conf", "a.conf", "z.conf"])
    XCTAssertEqual(
      rules.files.map(\.name), ["a.conf", "crs-setup.conf", "modsecdefault.conf", "words.data", "z.conf"])
  }

  func testADirectoryWithoutRulesIsAProblemThatNamesIt() throws {
    let path = try directory(["words.data": "evil\n"])
    XCTAssertThrowsError(try RuleDirectory(atPath: path)) {
      XCTAssertEqual("\($0)", "\(path): there is no file *.conf")
    }
  }

  func testWhatIsNoDirectoryIsAProblemThatNamesIt() throws {
    let path = try directory(["a.conf": ""])
    XCTAssertThrowsError(try RuleDirectory(atPath: path + "/none")) {
      XCTAssertEqual("\($0)", "\(path)/none: there is no such directory")
    }
    XCTAssertThrowsError(try RuleDirectory(atPath: path + "/a.conf")) {
      XCTAssertEqual("\($0)", "\(path)/a.conf: is not a directory")
    }
  }

  func testFoldersAreNamedForTheyAreNotPacked() throws {
    let path = try directory(["a.conf": ""])
    try FileManager.default.createDirectory(atPath: path + "/plugins.conf", withIntermediateDirectories: true)
    try Data().write(to: URL(fileURLWithPath: path + "/plugins.conf/b.conf"))
    let rules = try RuleDirectory(atPath: path)
    XCTAssertEqual(rules.includes, ["a.conf"])
    XCTAssertEqual(rules.folders, ["plugins.conf"])
  }

  func testAMountedConfigMapIsReadThroughItsLinks() throws {
    let path = try directory(["..data/a.conf": "# a\n", "..data/words.data": "evil\n"])
    for name in ["a.conf", "words.data"] {
      try FileManager.default.createSymbolicLink(atPath: "\(path)/\(name)", withDestinationPath: "..data/\(name)")
    }
    let rules = try RuleDirectory(atPath: path)
    XCTAssertEqual(rules.files, [.init(name: "a.conf", text: "# a\n"), .init(name: "words.data", text: "evil\n")])
    XCTAssertEqual(rules.folders, [])
  }

  func testANameWithABlankIsQuotedAndOneThatIncludeReadsOtherwiseIsAProblem() throws {
    let rules = try RuleDirectory(atPath: directory(["my rules.conf": "", "b.conf": "", "a*.data": ""]))
    XCTAssertEqual(
      BundledConfiguration(rules, identifier: "p", owner: "n").directives,
      ["Include b.conf", "Include \"my rules.conf\""])
    for name in ["a*.conf", "a?.conf", "[a].conf", "@a.conf", "a\".conf"] {
      let path = try directory([name: ""])
      XCTAssertThrowsError(try RuleDirectory(atPath: path)) {
        XCTAssertEqual($0 as? RuleDirectory.Problem, .notIncludable(path: "\(path)/\(name)"))
      }
    }
  }

  func testNamesAreThoseKubernetesTakes() {
    for name in ["a", "shop-rules", "a.b-1", String(repeating: "a", count: 253)] {
      XCTAssertTrue(Manifest.isName(name), name)
    }
    for name in ["", "-a", "a-", "A", "a_b", "a..b", ".a", String(repeating: "a", count: 254)] {
      XCTAssertFalse(Manifest.isName(name), name)
    }
    XCTAssertFalse(Manifest.isName("a.b", dots: false))
    XCTAssertFalse(Manifest.isName(String(repeating: "a", count: 64), dots: false))
  }

  func testBytesThatAreNoTextAreAProblem() throws {
    let path = try directory(["a.conf": ""])
    try Data("ä\nab".utf8 + [0xff, 0xfe]).write(to: URL(fileURLWithPath: path + "/b.data"))
    XCTAssertThrowsError(try RuleDirectory(atPath: path)) {
      XCTAssertEqual($0 as? RuleDirectory.Problem, .notText(path: path + "/b.data", line: 2, column: 3))
    }
  }

  func testTheConfigurationIsJSONThatHoldsEveryFileUnchanged() throws {
    let text = "SecRule ARGS \"@rx \\\\d\" \\\n\t\"id:1,pass,msg:'ä\u{1F980}\u{7}\u{2028}'\"\r\n"
    let rules = RuleDirectory(files: [.init(name: "a.conf", text: text)])
    let json = BundledConfiguration(rules, identifier: "p\"", owner: "n").json
    XCTAssertFalse(json.contains("\n"))
    let object = try XCTUnwrap(JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    XCTAssertEqual(object["files"] as? [String: String], ["a.conf": text])
    XCTAssertEqual(object["directives_map"] as? [String: [String]], ["default": ["Include a.conf"]])
    XCTAssertEqual(object["metric_labels"] as? [String: String], ["identifier": "p\"", "owner": "n"])
  }

  func testTextIsABlockWhereYAMLHoldsItUnchanged() {
    for (text, yaml) in [
      ("a\n\n b\n", "|\n  a\n\n   b\n"), ("a", "|-\n  a\n"), (" a\n", "\" a\\n\"\n"), ("a\r\n", "\"a\\r\\n\"\n"),
      ("", "\"\"\n"), ("a\n\n", "\"a\\n\\n\"\n"), ("a\u{85}b", "\"a\\u0085b\"\n"),
    ] {
      var output = ""
      appendYAMLText(text, indent: 2, to: &output)
      XCTAssertEqual(output, yaml)
    }
  }

  func testSizeIsWarnedOfBeforeKubernetesRefuses() {
    XCTAssertNil(SizeLimits.warning(stored: 256 << 10, annotated: 256 << 10))
    XCTAssertTrue(SizeLimits.warning(stored: 1, annotated: (256 << 10) + 1)?.contains("--server-side") == true)
    XCTAssertTrue(SizeLimits.warning(stored: (1 << 20) + 1, annotated: 1)?.contains("1048576") == true)
  }

  func testAConfigMapIsWarnedOfEarlierForItsQuotesAreEscapedTwice() {
    let text = String(repeating: "\"\n", count: 50_000)
    let configuration = BundledConfiguration(
      RuleDirectory(files: [.init(name: "a.conf", text: text)]), identifier: "p", owner: "n")
    func warning(_ kind: Manifest.Kind) -> String? {
      Manifest(kind, configuration, image: "i", gateway: "g").sizeWarning
    }
    XCTAssertNil(warning(.policy))
    XCTAssertNil(warning(.configuration))
    XCTAssertTrue(warning(.configMap)?.contains("--server-side") == true)
  }
}
