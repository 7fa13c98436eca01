import Foundation
import HostShim
import XCTest

/// The keys of the configuration that are ours, each seen from outside. Source: issue 5, items 1–7.
final class FilterOptionTests: XCTestCase {
  private static let header = #"SecRule REQUEST_HEADERS:x \"@streq bad\" \"id:101,phase:1,deny,status:406\""#

  private func plugin(_ rules: [String], mode: String = "On", _ extra: String = "") -> SimulatedPlugin {
    let directives = (["SecRuleEngine \(mode)"] + rules).map { "\"\($0)\"" }.joined(separator: ",")
    let plugin = SimulatedPlugin(
      #"{"directives_map": {"default": [\#(directives)]}, "default_directives": "default"\#(extra)}"#)
    XCTAssertTrue(plugin.isConfigured, plugin.host.logs.map { $0.text }.joined(separator: "\n"))
    return plugin
  }

  private func get(_ path: String = "/", _ headers: (String, String)...) -> Exchange {
    Exchange("GET", path, headers: headers)
  }

  private func form(_ chunks: String...) -> Exchange {
    var exchange = Exchange("POST", "/form", headers: [("content-type", "application/x-www-form-urlencoded")])
    exchange.requestBody = chunks.map { Array($0.utf8) }
    return exchange
  }

  private func text(_ bytes: [UInt8]?) -> String { String(decoding: bytes ?? [], as: UTF8.self) }

  func testTheBlockResponseIsFilledIn() {
    let plugin = plugin(
      [Self.header],
      #","block_response": {"status": 451, "content_type": "text/html", "body": "<p>{{status}} {{rule_id}} {{x}} "#
        + #"{{transaction_id}}", "headers": {"x-waf": "{{rule_id}}"}}"#)
    let result = plugin.run(get("/", ("x", "bad")))
    XCTAssertEqual(result.status, 451)
    XCTAssertTrue(text(result.clientBody).hasPrefix("<p>451 101 {{x}} "), text(result.clientBody))
    XCTAssertEqual(result.clientBody.count, 17 + 24)
    let headers = result.clientHeaders.map { text($0.name) + ": " + text($0.value) }
    XCTAssertEqual(headers, ["x-waf: 101", "content-type: text/html"])
  }

  func testStatusesWithoutABodyGetNoneAndAnInformationalOneIsNoAnswer() {
    for (status, expected, body) in [("204", 204, ""), ("304", 304, ""), ("150", 403, "no"), ("200", 200, "no")] {
      let rule = Self.header.replacingOccurrences(of: "406", with: status)
      let result = plugin([rule], #","block_response": {"body": "no"}"#).run(get("/", ("x", "bad")))
      XCTAssertEqual(result.status, expected)
      XCTAssertEqual(text(result.clientBody), body, status)
    }
  }

  func testTheClientsAddressComesFromAHeaderOnlyAsFarAsItIsTrusted() {
    let rule = #"SecAction \"id:1,phase:1,pass,log,msg:'%{REMOTE_ADDR}'\""#
    let table: [(String, String?, String)] = [
      ("", "10.0.0.1", "192.0.2.7"),
      (#""header": "X-Forwarded-For""#, "198.51.100.1, 10.0.0.1", "10.0.0.1"),
      (#""header": "x-forwarded-for", "trusted_hops": 1"#, "198.51.100.1, 10.0.0.1", "198.51.100.1"),
      (#""header": "x-forwarded-for", "trusted_hops": 2"#, "198.51.100.1, 10.0.0.1", "192.0.2.7"),
      (#""header": "x-forwarded-for""#, nil, "192.0.2.7"),
      (#""header": "x-forwarded-for""#, "unknown", "192.0.2.7"),
      (#""header": "x-forwarded-for""#, "198.51.100.1:4711", "198.51.100.1"),
      (#""header": "x-forwarded-for""#, "[2001:db8::1]:4711", "2001:db8::1"),
      (#""header": "x-forwarded-for", "trusted_proxies": ["10.0.0.0/8"]"#, "198.51.100.1", "192.0.2.7"),
      (
        #""header": "x-forwarded-for", "trusted_proxies": ["10.0.0.0/8", "192.0.2.7"]"#,
        "203.0.113.9, 198.51.100.1, 10.9.9.9,10.0.0.1", "198.51.100.1"
      ),
    ]
    for (policy, header, expected) in table {
      let plugin = plugin([rule], #","client_address": {\#(policy)}"#)
      _ = plugin.run(header.map { get("/", ("x-forwarded-for", $0)) } ?? get())
      XCTAssertEqual(plugin.host.logLines(containing: #"[msg "\#(expected)"]"#).count, 1, "\(policy) \(header ?? "-")")
    }
  }

  func testTheMostSpecificOfRoutePathAuthorityAndDefaultChoosesTheRules() {
    let plugin = SimulatedPlugin(
      #"{"directives_map": {"1": ["SecRuleEngine On", "SecAction id:1,phase:1,deny,status:401"], "#
        + #""2": ["SecRuleEngine On", "SecAction id:2,phase:1,deny,status:402"], "#
        + #""3": ["SecRuleEngine On", "SecAction id:3,phase:1,deny,status:403"], "#
        + #""4": ["SecRuleEngine On", "SecAction id:4,phase:1,deny,status:404"], "#
        + #""5": ["SecRuleEngine On", "SecAction id:5,phase:1,deny,status:405"]}, "#
        + #""per_route_directives": {"admin": "1"}, "per_path_directives": {"/api": "2", "/api/v1": "3"}, "#
        + #""per_authority_directives": {"a.example": "4"}, "default_directives": "5"}"#)
    XCTAssertTrue(plugin.isConfigured, plugin.host.logs.map { $0.text }.joined(separator: "\n"))
    func status(_ path: String, _ authority: String = "a.example", route: String? = nil) -> Int? {
      plugin.host.properties["xds.route_name"] = route.map { Array($0.utf8) }
      return plugin.run(Exchange("GET", path, authority: authority)).status
    }
    XCTAssertEqual(status("/api/v1", route: "admin"), 401)
    XCTAssertEqual(status("/api/v1", route: "other"), 403)
    for path in ["/api", "/api/", "/api?x=1", "/api/v2"] { XCTAssertEqual(status(path), 402, path) }
    for path in ["/api/v1", "/api/v1/x", "/api/v1?y"] { XCTAssertEqual(status(path), 403, path) }
    for path in ["/", "/apix", "/API"] { XCTAssertEqual(status(path), 404, path) }
    XCTAssertEqual(status("/", "b.example"), 405)
    for authority in ["a.example.", "a.example.:8080"] { XCTAssertEqual(status("/", authority), 404, authority) }
  }

  func testSkippedTypesAndUpgradesPassUnheld() {
    let body = [
      "SecRequestBodyAccess On", #"SecRule REQUEST_BODY \"@contains evil\" \"id:1,phase:2,deny\""#,
    ]
    let skipping = plugin(
      body, #","skip": {"content_types": ["application/X-www-form-urlencoded"], "upgrades": false}"#)
    XCTAssertEqual(plugin(body).run(form("evil")).status, 403)
    XCTAssertEqual(text(skipping.run(form("evil")).upstreamBody), "evil")
    for (headers, method) in [([("upgrade", "websocket"), ("connection", "upgrade")], "GET"), ([], "CONNECT")] {
      var tunnel = Exchange(method, "/", headers: headers)
      tunnel.requestBody = [Array("evil".utf8)]
      XCTAssertEqual(text(plugin(body).run(tunnel).upstreamBody), "evil", method)
      let refused = skipping.run(tunnel)
      XCTAssertEqual(refused.status, 403, method)
      XCTAssertFalse(refused.reachedUpstream, method)
    }
    // An announced body is no upgrade, whatever the header says.
    var disguised = form("evil")
    disguised.requestHeaders += Exchange.headers([("upgrade", "websocket"), ("content-length", "4")])
    XCTAssertEqual(plugin(body).run(disguised).status, 403)
    // Nor is it a way to an upgrade: the upstream may agree once it has the body.
    let refusing = #","skip": {"upgrades": false}"#
    disguised.requestBody = [Array("good".utf8)]
    XCTAssertEqual(text(plugin(body).run(disguised).upstreamBody), "good")
    XCTAssertEqual(plugin(body, refusing).run(disguised).status, 403)
    XCTAssertFalse(plugin(body, refusing).run(disguised).reachedUpstream)
  }

  func testBeyondTheMemoryLimitThePolicyDecides() {
    let rules = ["SecRequestBodyAccess On", #"SecAction \"id:1,phase:1,pass,log\""#]
    let denied = plugin(rules, #","limits": {"held_body_bytes": 5}"#)
    XCTAssertEqual(denied.run(form("a=1")).status, 200)
    let result = denied.run(form("a=1", "&b=2"))
    XCTAssertEqual(result.status, 500)
    XCTAssertEqual(result.upstreamBody, [])
    XCTAssertEqual(denied.host.counter("waf_engine.errors_kind=memory"), 1)
    XCTAssertEqual(text(denied.host.properties["waf.decision"]), "failed")
    let allowed = plugin(rules, #","limits": {"held_body_bytes": 5}, "on_error": "allow""#)
    XCTAssertEqual(text(allowed.run(form("a=1", "&b=2", "&c=3")).upstreamBody), "a=1&b=2&c=3")
    XCTAssertEqual(allowed.host.logLines(containing: #"[id "1"]"#).count, 1, "what was found before is not lost")
    XCTAssertEqual(text(allowed.host.properties["waf.decision"]), "uninspected")
    XCTAssertEqual(denied.run(form("a=12")).status, 200, "what was held is given free on every path")
  }

  /// Whoever ends a stream, and by whatever way: one audit record, one line with the request's identifier, one count.
  func testWhatTheFilterDeniesItselfLeavesARecordALineAndACount() {
    let rules = [
      "SecRequestBodyAccess On", "SecResponseBodyAccess On", "SecAuditEngine RelevantOnly", "SecAuditLogParts AFHZ",
    ]
    let limits = #","skip": {"upgrades": false}, "limits": {"held_body_bytes": 5}"#
    var trailers = form("a=")
    trailers.requestBody += [[UInt8](repeating: 0x78, count: 3)]
    trailers.requestTrailers = Exchange.headers([("checksum", "1")])
    var response = get()
    response.responseBody = [Array("123456".utf8)]
    var trailing = get()
    trailing.responseBody = [Array("12".utf8), Array("345".utf8)]
    trailing.responseTrailers = trailers.requestTrailers
    let own = "waf_filter.tx.interruptions_ruleid=0_phase=http_request_"
    let errors = "waf_engine.errors_kind="
    let table: [(Exchange, String, status: Int, line: String, counter: String)] = [
      (get("/", ("upgrade", "websocket")), limits, 403, "(phase 1). the request asks for another", own + "headers"),
      (get("/", ("upgrade", "h2c")), limits, 403, "skip.upgrades is false", own + "headers"),
      (Exchange("CONNECT", "/"), limits, 403, "(phase 1). the request asks for another", own + "headers"),
      (trailers, #","limits": {"host_buffer_bytes": 4}"#, 413, "(phase 2). the request is longer", own + "body"),
      (trailers, #","limits": {"host_buffer_bytes": 4}"#, 413, "ends with trailers", errors + "trailers"),
      (form("a=1", "&b=2"), limits, 500, "Access denied. request body: too much is held", errors + "memory"),
      (response, limits, 200, "Access denied. response body: too much is held", errors + "memory"),
      (
        trailing, #","limits": {"host_buffer_bytes": 4}"#, 200, "Access denied. the response is longer",
        errors + "trailers"
      ),
    ]
    for (exchange, keys, status, line, counter) in table {
      let plugin = plugin(rules, keys)
      let result = plugin.run(exchange)
      XCTAssertEqual(result.status, status, line)
      let lines = plugin.host.logLines(containing: "Portcullis: ").filter { $0.contains(line) }
      XCTAssertEqual(lines.count, 1, "\(plugin.host.logs)")
      XCTAssertTrue(lines.first?.hasPrefix(#"[client "192.0.2.7"] Portcullis: Access denied"#) == true, "\(lines)")
      XCTAssertTrue(lines.first?.contains(#"[unique_id ""#) == true, "\(lines)")
      XCTAssertEqual(plugin.host.logLines(containing: "AuditLog:{").count, 1, line)
      XCTAssertEqual(plugin.host.counter(counter), 1, "\(plugin.host.metrics)")
    }
  }

  func testTrafficThatPassedUninspectedIsNeverReportedAsPassed() {
    for state in ["matched", "always"] {
      let keys = #","limits": {"held_body_bytes": 5}, "on_error": "allow", "filter_state": "\#(state)""#
      let plugin = plugin(["SecRequestBodyAccess On", "SecResponseBodyAccess On"], keys)
      var response = get()
      response.responseBody = [Array("123456".utf8)]
      for exchange in [form("a=1", "&b=2"), form("a=1&b=2"), response] {
        plugin.host.properties["waf.decision"] = nil
        XCTAssertEqual(plugin.run(exchange).status, 200)
        XCTAssertEqual(text(plugin.host.properties["waf.decision"]), "uninspected", state)
      }
      plugin.host.properties["waf.decision"] = nil
      _ = plugin.run(form("a=1"))
      XCTAssertEqual(text(plugin.host.properties["waf.decision"]), state == "always" ? "passed" : "")
    }
  }

  func testOfAResponseBeyondTheMemoryLimitNothingReachesTheClient() {
    let rules = ["SecResponseBodyAccess On"]
    for (policy, count) in [("deny", 0), ("allow", 12)] {
      let plugin = plugin(rules, #","limits": {"held_body_bytes": 8}, "on_error": "\#(policy)""#)
      for chunks in [["123456", "123456"], ["123456123456"]] {
        var exchange = get()
        exchange.responseHeaders += Exchange.headers([("content-length", "12")])
        exchange.responseBody = chunks.map { Array($0.utf8) }
        XCTAssertEqual(plugin.run(exchange).clientBody.count, count, "\(policy) \(chunks)")
      }
      XCTAssertEqual(plugin.host.counter("waf_engine.errors_kind=memory"), 2)
    }
  }

  func testSecretsAreMaskedInEveryLineOfEitherFormat() {
    for format in ["JSON", "Native"] {
      let plugin = plugin(
        [
          "SecRequestBodyAccess On", "SecAuditEngine On", "SecAuditLogParts ABCFHZ",
          "SecAuditLogFormat \(format)",
          #"SecRule ARGS|REQUEST_URI|REQUEST_HEADERS \"@contains hush\" \"id:1,phase:2,pass,log,"#
            + #"msg:'%{MATCHED_VAR}',logdata:'%{MATCHED_VAR_NAME}=%{MATCHED_VAR}'\""#,
        ], #","audit": {"mask_headers": ["Authorization", "cookie"], "mask_args": ["password"]}"#)
      var exchange = form("user=eve&pass", "word=hush1&x=1")
      exchange.requestHeaders = Exchange.headers([
        (":method", "POST"), (":path", "/login?PASSWORD=hush2&y=2"), (":authority", "a"),
        ("content-type", "application/x-www-form-urlencoded"), ("authorization", "hush3"), ("cookie", "s=hush4"),
      ])
      _ = plugin.run(exchange)
      let lines = plugin.host.logs.map { $0.text }
      XCTAssertEqual(lines.filter { $0.contains("hush") }, [])
      let audit = plugin.host.logLines(containing: "AuditLog:")
      XCTAssertEqual(audit.count, 1)
      XCTAssertTrue(audit.first?.contains("user=eve&password=***&x=1") == true, audit.first ?? "")
      XCTAssertTrue(audit.first?.contains("/login?PASSWORD=***&y=2") == true, audit.first ?? "")
    }
  }

  func testALongAuditLineIsCutAndSaysSo() throws {
    let plugin = plugin(
      ["SecRequestBodyAccess On", "SecAuditEngine On", "SecAuditLogParts ABCFHKZ"], #","audit": {"max_bytes": 2000}"#)
    _ = plugin.run(form("a=" + String(repeating: "x", count: 30_000)))
    let line = try XCTUnwrap(plugin.host.logLines(containing: "AuditLog:").first)
    XCTAssertLessThanOrEqual(line.utf8.count, 2020)
    XCTAssertTrue(line.contains("[… 29746 bytes cut]"), line)
    XCTAssertNoThrow(try JSONSerialization.jsonObject(with: Data(line.utf8.dropFirst("AuditLog:".utf8.count))))
  }

  func testRuleHitsScoresAndBytesAreMeasured() {
    let rules = [
      "SecRequestBodyAccess On", "SecResponseBodyAccess On",
      #"SecRule ARGS:a \"@streq evil\" \"id:7,phase:2,pass,log,setvar:tx.blocking_inbound_anomaly_score=5\""#,
      #"SecRule TX:blocking_inbound_anomaly_score \"@ge 5\" \"id:9,phase:2,deny\""#,
      #"SecAction \"id:8,phase:1,pass,nolog\""#,
    ]
    let plugin = plugin(rules, mode: "DetectionOnly", #","metrics": {"engine_time": true}"#)
    _ = plugin.run(form("a=ev", "il"))
    _ = plugin.run(form("a=evil"))
    let host = plugin.host
    XCTAssertEqual(host.counter("waf_rules.hits_ruleid=7_phase=http_request_body"), 2)
    XCTAssertEqual(host.counter("waf_rules.hits_ruleid=9_phase=http_request_body"), 2)
    XCTAssertEqual(host.counter("waf_rules.would_block_ruleid=9_phase=http_request_body"), 2)
    XCTAssertEqual(host.counter("waf_filter.tx.would_block"), 2)
    XCTAssertEqual(host.counter("waf_rules.inbound_score"), 5)
    XCTAssertEqual(host.counter("waf_engine.request_body_bytes"), 12)
    XCTAssertEqual(host.counter("waf_engine.response_body_bytes"), 10)
    XCTAssertGreaterThan(host.counter("waf_engine.request_header_bytes"), 50)
    XCTAssertEqual(host.metrics.filter { $0.name.contains("ruleid=8") }.count, 0)
  }

  func testRulesBeyondTheBoundAreCountedAsOthers() {
    let rules = (1...300).map { #"SecAction \"id:\#($0),phase:1,pass,log\""# }
    let plugin = plugin(rules)
    _ = plugin.run(get())
    XCTAssertEqual(plugin.host.metrics.filter { $0.name.hasPrefix("waf_rules.hits") }.count, 257)
    XCTAssertEqual(plugin.host.counter("waf_rules.hits_ruleid=other_phase=http_request_headers"), 44)
  }

  func testAccessLogsFindTheDecisionInTheFilterState() {
    let block = plugin([Self.header])
    _ = block.run(get())
    XCTAssertNil(block.host.properties["waf.decision"], "nothing is worth a call while no rule has matched")
    _ = block.run(get("/", ("x", "bad")))
    XCTAssertEqual(text(block.host.properties["waf.decision"]), "blocked")
    XCTAssertEqual(text(block.host.properties["waf.rule_ids"]), "101")
    XCTAssertEqual(block.host.properties["waf.transaction_id"]?.count, 24)
    let watching = plugin([Self.header], mode: "DetectionOnly", #","filter_state": "always""#)
    _ = watching.run(get())
    XCTAssertEqual(text(watching.host.properties["waf.decision"]), "passed")
    _ = watching.run(get("/", ("x", "bad")))
    XCTAssertEqual(text(watching.host.properties["waf.decision"]), "would_block")
    let silent = plugin([Self.header], #","filter_state": "never""#)
    _ = silent.run(get("/", ("x", "bad")))
    XCTAssertNil(silent.host.properties["waf.decision"])
  }

  func testPropertiesAreAskedForOnlyWhenARuleOrALineNeedsThem() {
    func count(_ plugin: SimulatedPlugin, _ exchange: Exchange) -> Int {
      let start = plugin.host.calls.count
      _ = plugin.run(exchange)
      return plugin.host.calls[start...].filter { $0 == "get_property" }.count
    }
    let quiet = plugin([Self.header])
    XCTAssertEqual(count(quiet, get()), 1, "the protocol")
    XCTAssertEqual(count(quiet, get("/", ("x", "bad"))), 3, "a line names both addresses")
    XCTAssertEqual(quiet.host.logLines(containing: #"[client "192.0.2.7"]"#).count, 1)
    XCTAssertEqual(count(plugin([#"SecRule REMOTE_ADDR \"@ipMatch 10.0.0.1\" \"id:1,phase:1,deny\""#]), get()), 2)
    XCTAssertEqual(count(plugin([#"SecAction \"id:1,phase:1,pass,nolog,setvar:tx.a=%{SERVER_PORT}\""#]), get()), 2)
  }

  func testAMissingHostIsNotAnEmptyOne() {
    let plugin = plugin([
      #"SecRule &REQUEST_HEADERS:Host \"@eq 0\" \"id:1,phase:1,deny,status:401\""#,
      #"SecRule REQUEST_HEADERS:Host \"^$\" \"id:2,phase:1,deny,status:402\""#,
    ])
    XCTAssertEqual(plugin.run(Exchange("GET", "/", authority: nil)).status, 401)
    XCTAssertEqual(plugin.run(Exchange("GET", "/", authority: "")).status, 402)
    XCTAssertEqual(plugin.run(Exchange("GET", "/", authority: "a")).status, 200)
  }

  func testDropEndsTheStreamWithoutAnAnswer() {
    let result = plugin([#"SecAction \"id:1,phase:1,drop\""#]).run(get())
    XCTAssertNil(result.status)
    XCTAssertFalse(result.reachedUpstream)
  }
}
