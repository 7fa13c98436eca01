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
        #"{"client_address": {"header": "x", "trusted_proxies": ["10.0.0.0/8", "10.0.0.0/99"]}}"#,
        [
          "configuration:1:55: error: client_address.trusted_proxies: this is no address or network: '10.0.0.0/99'"
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

  /// What is asked for of `client_address` and `block_response`, and what its one finding ends with.
  func testWhatCouldNeverActOrWouldBreakAnswersIsRefused() {
    let header = "client_address.header, which names the header to read, such as 'x-forwarded-for'"
    let control = "a header's value has no line ends or other control characters"
    let table: [(String, String)] = [
      (#""client_address": {"trusted_proxies": ["10.0.0.0/8"]}"#, header),
      (#""client_address": {"trusted_proxies": "10.0.0.1", "header": ""}"#, header),
      (#""client_address": {"trusted_hops": 1}"#, header),
      (#""client_address": {"header": "x forwarded"}"#, "no header has this name: 'x forwarded'"),
      (#""client_address": {"header": "x-a:"}"#, "no header has this name: 'x-a:'"),
      (#""client_address": {"header": ":path"}"#, "no header has this name: ':path'"),
      (#""block_response": {"content_type": "a/b\r\nx: y"}"#, control),
      (#""block_response": {"content_type": "a/b\n"}"#, control),
      (#""block_response": {"content_type": "a/b\u0000"}"#, control),
      (#""block_response": {"headers": {"x": "a\r\nset-cookie: b"}}"#, "in the value of 'x'"),
      (#""block_response": {"headers": {"x": "a\n"}}"#, "in the value of 'x'"),
      (#""block_response": {"headers": {"x": "a\u007f"}}"#, "in the value of 'x'"),
      (#""block_response": {"headers": {"x y": "a"}}"#, "unlike 'x y'"),
      (#""block_response": {"headers": {":status": "200"}}"#, "unlike ':status'"),
      (#""block_response": {"headers": {"": "a"}}"#, "unlike ''"),
      (#""block_response": {"headers": {"x:y": "a"}}"#, "unlike 'x:y'"),
      (#""block_response": {"headers": {"Content-Length": "0"}}"#, "leave out 'Content-Length'"),
      (#""block_response": {"headers": {"transfer-encoding": "chunked"}}"#, "leave out 'transfer-encoding'"),
      (#""block_response": {"status": 100}"#, "an answer's status is 200 to 599, or 0 for the rule's"),
      (#""block_response": {"status": 150}"#, "an answer's status is 200 to 599, or 0 for the rule's"),
      (#""block_response": {"status": 199}"#, "an answer's status is 200 to 599, or 0 for the rule's"),
      (#""block_response": {"status": 99}"#, "an answer's status is 200 to 599, or 0 for the rule's"),
    ]
    for (json, end) in table {
      let found = findings("{\(json)}")
      XCTAssertEqual(found.count, 1, json)
      XCTAssertTrue(found.first?.contains(": error: ") == true && found.first?.hasSuffix(end) == true, "\(found)")
    }
    let accepted = [
      #""client_address": {"trusted_proxies": [], "trusted_hops": 0}"#, #""client_address": {"header": "X-Real-IP"}"#,
      #""block_response": {"status": 200, "content_type": "text/html; charset=utf-8"}"#,
      #""block_response": {"status": 0, "headers": {"X-Waf!": "a\tb é"}}"#, #""block_response": {"status": 599}"#,
    ]
    for json in accepted { XCTAssertEqual(findings("{\(json)}"), [], json) }
  }

  func testKeysThatNoRequestHasAreRefusedWithWhatToWriteInstead() {
    func found(_ table: String, _ key: String) -> [String] {
      findings(
        #"{"directives_map": {"a": []}, "default_directives": "a", "\#(table)": {"\#(key)": "a"}}"#)
    }
    let authorities: [(String, String)] = [
      ("*", "under '*'"), ("*shop.example", "did you mean '*.shop.example'?"),
      ("*.example:80", "did you mean '*.example'?"), ("http://shop.example", "did you mean 'shop.example'?"),
      ("https://shop.example:8443/a/b", "did you mean 'shop.example:8443'?"), ("shop.example/", "'shop.example'?"),
      ("shop.example ", "did you mean 'shop.example'?"), (" shop.example", "did you mean 'shop.example'?"),
      ("shop.*", "not 'shop.*'"), ("*.*.example", "not '*.*.example'"), ("*.", "not '*.'"), ("a b", "not 'a b'"),
      ("user@shop.example", "not 'user@shop.example'"), ("shop.example:http", "not 'shop.example:http'"),
      ("shop.example:", "not 'shop.example:'"),
    ]
    let paths: [(String, String)] = [
      ("evil", "did you mean '/evil'?"), ("/evil*", "did you mean '/evil'?"), ("/evil/*", "did you mean '/evil/'?"),
      ("/evil ", "did you mean '/evil'?"), ("", "did you mean '/'?"), ("*", "did you mean '/'?"),
    ]
    for (table, keys) in [("per_authority_directives", authorities), ("per_path_directives", paths)] {
      for (key, end) in keys {
        let found = found(table, key)
        XCTAssertEqual(found.count, 1, key)
        XCTAssertTrue(found.first?.contains(": error: ") == true && found.first?.hasSuffix(end) == true, "\(found)")
      }
    }
    for key in ["shop.example.", "Shop.Example", "shop.example.:80", "*.shop.example.", "[::1]", "[::1]:80", "", "a_b"]
    {
      XCTAssertEqual(found("per_authority_directives", key), [], key)
    }
    for key in ["/", "/evil", "/evil/", "/a*b", "/a?b"] { XCTAssertEqual(found("per_path_directives", key), [], key) }
  }

  func testAFinalDotInAKeyNamesTheSameHost() {
    for (key, authority) in [
      ("shop.example.", "shop.example"), ("SHOP.example.:80", "shop.example:80"), ("*.example.", "a.example"),
      ("shop.example:80", "shop.example.:80"), ("shop.example:80", "Shop.Example:80"),
    ] {
      var problems = ConfigurationProblems()
      let configuration = PluginConfiguration(
        Array(#"{"directives_map": {"a": []}, "per_authority_directives": {"\#(key)": "a"}}"#.utf8), &problems)
      let table = AuthorityTable(configuration.authorities.map { (authority: $0.name, set: 0) })
      XCTAssertEqual(table.set(for: Array(authority.utf8).span), 0, "\(key) \(authority)")
      XCTAssertNil(table.set(for: Array("other.test:80".utf8).span), key)
    }
  }

  func testAByteOrderMarkIsSkippedAndMovesNoColumn() {
    for json in ["", " ", "{}", #"{"on_error": "allow"}"#] {
      var lines: [String] = []
      let read = InspectionConfiguration(Array("\u{feff}\(json)".utf8)) {
        lines.append(String(decoding: $1, as: UTF8.self))
      }
      XCTAssertNotNil(read.ruleSets, json)
      XCTAssertEqual(lines, [], json)
      XCTAssertEqual(read.policy.onError, json.contains("allow") ? .allow : .deny, json)
    }
    for (json, place) in [
      ("[]", "configuration:1:1: error"), ("\u{feff}{}", "configuration:1:1: error"),
      ("{\u{feff}}", "configuration:1:2: error"),
    ] {
      var lines: [String] = []
      let read = InspectionConfiguration(Array("\u{feff}\(json)".utf8)) {
        lines.append(String(decoding: $1, as: UTF8.self))
      }
      XCTAssertNil(read.ruleSets, json)
      XCTAssertTrue(lines.first?.hasPrefix(place) == true, "\(lines)")
    }
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
