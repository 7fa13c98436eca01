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
    XCTAssertThrowsError(try RuleDirectory(atPath: path + "/none")) {
      XCTAssertEqual("\($0)", "\(path)/none: cannot be read")
    }
  }

  func testBytesThatAreNoTextAreAProblem() throws {
    let path = try directory(["a.conf": ""])
    try Data([0xff, 0xfe]).write(to: URL(fileURLWithPath: path + "/b.data"))
    XCTAssertThrowsError(try RuleDirectory(atPath: path)) {
      XCTAssertEqual($0 as? RuleDirectory.Problem, .notText(path: path + "/b.data"))
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
    XCTAssertNil(SizeLimits.warning(forBytes: 256 << 10))
    XCTAssertTrue(SizeLimits.warning(forBytes: (256 << 10) + 1)?.contains("--server-side") == true)
    XCTAssertTrue(SizeLimits.warning(forBytes: (1 << 20) + 1)?.contains("1048576") == true)
  }
}
