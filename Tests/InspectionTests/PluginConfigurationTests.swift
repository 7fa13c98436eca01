import Bytes
import XCTest

@testable import Inspection

final class PluginConfigurationTests: XCTestCase {
  private func findings(_ json: String) -> [String] {
    var problems = ConfigurationProblems()
    let text = Array(json.utf8)
    _ = PluginConfiguration(text, &problems)
    return problems.all.map {
      var line: [UInt8] = []
      $0.append(to: &line, text: text)
      return String(decoding: line, as: UTF8.self)
    }
  }

  func testWhatPeersUnderstandIsAcceptedWithoutAWord() {
    let accepted = [
      "", " \n", "{}", #"{"rules": ["SecRuleEngine On"]}"#,
      #"{"rules": "SecRuleEngine On"}"#, #"{"directives_map": {"a": "x"}, "default_directives": "a"}"#,
      #"{"directives_map": {"a": ["x"]}, "default_directives": "a"}"#,
      #"{"directives_map": {"a": [], "b": []}, "default_directives": "a", "per_authority_directives": {"x": "b"}}"#,
      #"{"metric_labels": {"owner": "o", "identifier": "i"}}"#,
    ]
    for json in accepted { XCTAssertEqual(findings(json), [], json) }
  }

  func testEveryFindingNamesPlaceAndPath() {
    let table: [(String, [String])] = [
      ("[]", ["configuration:1:1: error: an object {…} belongs here"]),
      ("{\n \"rules\": [1]}", ["configuration:2:12: error: rules[0]: a string belongs here"]),
      (#"{"rules": 1}"#, ["configuration:1:11: error: rules: a list […] belongs here"]),
      ("no", ["configuration:1:2: error: this does not continue the JSON"]),
      (
        #"{"default_directive": "a"}"#,
        [
          "configuration:1:24: warning: default_directive: this key is not known and does nothing; "
            + "did you mean 'default_directives'?"
        ]
      ),
      (
        #"{"directives_map": {"default": []}, "default_directives": "defalt"}"#,
        [
          "configuration:1:60: error: default_directives: there is no rule set 'defalt'; did you mean 'default'?",
          "configuration:1:32: warning: directives_map.default: nothing refers to this rule set; it is not compiled",
        ]
      ),
      (
        #"{"directives_map": {"a": []}, "per_authority_directives": {"x": "a"}}"#,
        [
          "configuration:1:66: warning: per_authority_directives.x: "
            + "without default_directives requests for other authorities are not inspected"
        ]
      ),
      (
        #"{"on_error": "shrug"}"#, ["configuration:1:15: error: on_error: deny or allow belongs here, not 'shrug'"]
      ),
      (
        #"{"hold_request_headers": "yes"}"#,
        ["configuration:1:27: error: hold_request_headers: true or false belongs here"]
      ),
      (
        #"{"block_response": {"satus": 1}}"#,
        [
          "configuration:1:30: warning: block_response.satus: this key is not known and does nothing; "
            + "did you mean 'status'?"
        ]
      ),
      (
        #"{"block_response": {"status": "x", "headers": {"a": 1}}}"#,
        [
          "configuration:1:32: error: block_response.status: a whole number within this key's range belongs here",
          "configuration:1:53: error: block_response.headers.a: a string belongs here",
        ]
      ),
      (
        #"{"audit": {"max_bytes": 12.5}}"#,
        ["configuration:1:25: error: audit.max_bytes: a whole number within this key's range belongs here"]
      ),
      (
        #"{"client_address": {"trusted_proxies": ["10.0.0.0/8", "10.0.0.0/99"]}}"#,
        [
          "configuration:1:40: error: client_address.trusted_proxies: this is no address or network: '10.0.0.0/99'"
        ]
      ),
      (
        #"{"per_route_directives": {"r": "x"}, "per_path_directives": {"/": "y"}}"#,
        [
          "configuration:1:33: error: per_route_directives.r: there is no rule set 'x'",
          "configuration:1:68: error: per_path_directives./: there is no rule set 'y'",
        ]
      ),
      (#"{"rules": [], "rules": []}"#, ["configuration:1:24: warning: rules: this key stands twice; the last counts"]),
    ]
    for (json, expected) in table { XCTAssertEqual(findings(json), expected, json) }
  }

  func testEveryKeyTableIsSortedAndDescribed() {
    func check(_ keys: [ConfigurationKey]) {
      let names = keys.map { "\($0.name)" }
      XCTAssertEqual(names, names.sorted())
      for key in keys {
        XCTAssertGreaterThan(key.summary.utf8CodeUnitCount, 0, "\(key.name)")
        if case .object(let members) = key.shape { check(members) }
      }
    }
    check(configurationKeyTable)
  }

  func testTheMostSpecificAuthorityCounts() {
    let table = AuthorityTable(
      [("example.com", 0), ("example.com:8080", 1), ("*.example.com", 2), ("*.a.example.com", 3), ("[::1]", 4)]
        .map { (authority: Array($0.0.utf8), set: $0.1) })
    let expected: [(String, Int?)] = [
      ("example.com", 0), ("EXAMPLE.com", 0), ("example.com:8080", 1), ("example.com:81", 0), ("example.com.:8080", 1),
      ("example.com.:81", 0), ("x.example.com", 2),
      ("x.example.com:81", 2), ("y.x.a.example.com", 3), ("badexample.com", nil), ("example.org", nil), ("", nil),
      ("[::1]", 4), ("[::1]:80", 4), ("[::2]:80", nil), (".example.com", nil),
    ]
    for (authority, set) in expected {
      XCTAssertEqual(table.set(for: Array(authority.utf8).span), set, authority)
    }
  }
}
