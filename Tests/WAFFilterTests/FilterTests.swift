import HostShim
import XCTest

/// The filter driven through the functions it exports, as a proxy drives it.
final class FilterTests: XCTestCase {
  private static let header =
    #"SecRule REQUEST_HEADERS:x-user-type \"@streq baned\" \"id:101,phase:1,t:lowercase,deny,msg:'denied by header'\""#
  private static let body =
    #"SecRequestBodyAccess On\nSecRule ARGS_POST:a \"@contains evil\" \"id:102,phase:2,deny,status:406,severity:2\""#
  private static let response =
    #"SecResponseBodyAccess On\nSecRule RESPONSE_BODY \"@contains secret\" \"id:104,phase:4,deny,status:502\""#

  private func plugin(_ rules: [String], mode: String = "On", extra: String = "") -> SimulatedPlugin {
    let directives = (["SecRuleEngine \(mode)"] + rules).map { "\"\($0)\"" }.joined(separator: ",")
    return SimulatedPlugin(
      #"{"directives_map": {"default": [\#(directives)]}, "default_directives": "default", "#
        + #""metric_labels": {"identifier": "p", "owner": "n"}\#(extra)}"#)
  }

  private func form(_ chunks: String...) -> Exchange {
    var exchange = Exchange("POST", "/form", headers: [("content-type", "application/x-www-form-urlencoded")])
    exchange.requestBody = chunks.map { Array($0.utf8) }
    return exchange
  }

  func testARequestNoRuleMindsReachesTheUpstreamAndIsCounted() {
    let plugin = plugin([Self.header])
    XCTAssertTrue(plugin.isConfigured, plugin.host.logs.map { $0.text }.joined(separator: "\n"))
    let result = plugin.run(Exchange("GET", "/"))
    XCTAssertEqual(result.status, 200)
    XCTAssertEqual(String(decoding: result.clientBody, as: UTF8.self), "hello")
    XCTAssertTrue(result.reachedUpstream)
    XCTAssertEqual(plugin.host.counter("waf_filter.tx.total"), 1)
    XCTAssertEqual(plugin.host.logLines(containing: "AuditLog:"), [])
  }

  func testADeniedRequestNeverReachesTheUpstream() {
    let plugin = plugin([Self.header, "SecAuditEngine RelevantOnly"])
    for value in ["baned", "BANED"] {
      let result = plugin.run(Exchange("GET", "/", headers: [("x-user-type", value)]))
      XCTAssertEqual(result.status, 403, value)
      XCTAssertFalse(result.reachedUpstream, value)
    }
    XCTAssertEqual(
      plugin.host.counter(
        "waf_filter.tx.interruptions_ruleid=101_phase=http_request_headers_identifier=p_owner=n"), 2)
    XCTAssertEqual(plugin.host.counter("waf_filter.tx.would_block_identifier=p_owner=n"), 0)
    XCTAssertEqual(plugin.host.counter("waf_filter.tx.total"), 2)
    let lines = plugin.host.logLines(containing: #"[id "101"]"#).filter { !$0.hasPrefix("AuditLog:") }
    XCTAssertEqual(lines.count, 2)
    XCTAssertTrue(lines[0].hasPrefix(#"[client "192.0.2.7"] Portcullis: Access denied (phase 1)."#), lines[0])
    let audit = plugin.host.logLines(containing: "AuditLog:{")
    XCTAssertEqual(audit.count, 2)
    XCTAssertTrue(audit[0].contains(#""id":101"#), audit[0])
  }

  func testInDetectionModeTheRequestPassesAndWouldBlockIsCountedOnce() {
    let second = #"SecRule REQUEST_URI \"@unconditionalMatch\" \"id:103,phase:2,deny\""#
    let plugin = plugin([Self.header, second, "SecAuditEngine RelevantOnly"], mode: "DetectionOnly")
    let result = plugin.run(Exchange("GET", "/", headers: [("x-user-type", "baned")]))
    XCTAssertEqual(result.status, 200)
    XCTAssertTrue(result.reachedUpstream)
    XCTAssertEqual(plugin.host.counter("waf_filter.tx.would_block_identifier=p_owner=n"), 1)
    XCTAssertEqual(plugin.host.metrics.filter { $0.name.contains("interruptions") }.count, 0)
    XCTAssertEqual(plugin.host.logLines(containing: "AuditLog:{").count, 1)
  }

  func testABodyIsDeliveredWholeOnlyAfterItWasInspected() {
    let plugin = plugin([Self.body])
    for holds in [false, true] {
      let plugin = holds ? self.plugin([Self.body], extra: #","hold_request_headers": true"#) : plugin
      let passed = plugin.run(form("a=go", "od&b", "=1"), holdsHeaders: holds)
      XCTAssertEqual(passed.status, 200)
      XCTAssertEqual(String(decoding: passed.upstreamBody, as: UTF8.self), "a=good&b=1")
      XCTAssertTrue(passed.upstreamSawEnd)
      let denied = plugin.run(form("a=ev", "il"), holdsHeaders: holds)
      XCTAssertEqual(denied.status, 406)
      XCTAssertEqual(denied.upstreamBody, [])
      XCTAssertEqual(denied.reachedUpstream, !holds, "held headers do not reach the upstream either")
    }
    XCTAssertEqual(
      plugin.host.counter("waf_filter.tx.interruptions_ruleid=102_phase=http_request_body_identifier=p_owner=n"), 1)
    XCTAssertEqual(plugin.host.logs.first { $0.text.contains(#"[id "102"]"#) }?.level, 5, "severity 2 is critical")
  }

  func testABodyThatCameInChunksIsSeenWithTheirFraming() {
    let rule = #"SecRule REQUEST_HEADERS:Transfer-Encoding \"@streq chunked\" \"id:106,phase:1,deny\""#
    let plugin = plugin([rule])
    XCTAssertEqual(plugin.run(form("b=1")).status, 403, "as Envoy shows it: a body, and no header about its framing")
    var known = form("b=1")
    known.requestHeaders.append((Array("content-length".utf8), Array("3".utf8)))
    XCTAssertEqual(plugin.run(known).status, 200)
    XCTAssertEqual(plugin.run(Exchange("GET", "/")).status, 200, "no body")
    plugin.host.properties["request.protocol"] = Array("HTTP/2".utf8)
    XCTAssertEqual(plugin.run(form("b=1")).status, 200, "HTTP/2 has no such header")
  }

  func testTrailersEndTheBody() {
    let plugin = plugin([Self.body])
    plugin.host.properties["request.protocol"] = Array("HTTP/2".utf8)
    var passed = form("a=go", "od")
    passed.requestTrailers = Exchange.headers([("checksum", "1")])
    let result = plugin.run(passed)
    XCTAssertEqual(result.status, 200)
    XCTAssertEqual(String(decoding: result.upstreamBody, as: UTF8.self), "a=good")
    var denied = form("a=ev", "il")
    denied.requestTrailers = passed.requestTrailers
    XCTAssertEqual(plugin.run(denied).status, 406)
  }

  func testABodyWithTrailersPassesWhileTheHostHasRoomForItOrItsLengthIsKnown() {
    // The status for a body of so many bytes that ends with trailers, by protocol and what was announced.
    let table: [(String, Int, String, Int)] = [
      ("HTTP/1.1", 4096, "", 200), ("HTTP/1.1", 4097, "", 413),
      ("HTTP/1.1", 32_768, "trailer", 200), ("HTTP/1.1", 32_769, "trailer", 413),
      ("HTTP/2", 65_535, "", 200), ("HTTP/2", 65_536, "", 413), ("HTTP/2", 65_536, "content-length", 200),
    ]
    for (version, count, announced, status) in table {
      let plugin = plugin([Self.body])
      plugin.host.properties["request.protocol"] = Array(version.utf8)
      var exchange = form("a=", String(repeating: "x", count: 2000), String(repeating: "y", count: count - 2002))
      exchange.requestTrailers = Exchange.headers([("checksum", "1")])
      if !announced.isEmpty { exchange.requestHeaders += Exchange.headers([(announced, "\(count)")]) }
      let result = plugin.run(exchange)
      XCTAssertEqual(result.status, status, "\(version) \(count)")
      let expected = status == 200 ? exchange.requestBody.flatMap { $0 } : []
      XCTAssertEqual(result.upstreamBody, expected, "\(version) \(count)")
      XCTAssertEqual(plugin.host.counter("waf_engine.errors_kind=trailers_identifier=p_owner=n"), status == 200 ? 0 : 1)
    }
  }

  func testTrailersAreRequestHeadersOfPhase2BesideAFlag() {
    let rules = [
      "SecRequestBodyAccess On", #"SecRule REQUEST_HEADERS \"@contains evil\" \"id:1,phase:2,deny,status:401\""#,
      #"SecRule REQUEST_HEADERS:checksum \"@streq 7\" \"id:2,phase:2,deny,status:402\""#,
      #"SecRule REQUEST_HEADERS::trailers \"@gt 1\" \"id:3,phase:2,deny,status:403\""#,
    ]
    // What a trailer must not do: say how the body is read, or who asks for what.
    let table: [([(String, String)], Int)] = [
      ([("checksum", "1")], 200), ([("x", "evil")], 401), ([("cookie", "a=evil")], 401), ([("checksum", "7")], 402),
      ([("a", "1"), ("b", "2")], 403), ([("content-type", "text/plain")], 200), ([("host", "other")], 200),
    ]
    let plugin = plugin(rules + [#"SecRule ARGS_POST:a \"@streq bad\" \"id:4,phase:2,deny,status:404\""#])
    plugin.host.properties["request.protocol"] = Array("HTTP/2".utf8)
    for announced in [false, true] {
      for (trailers, status) in table {
        var exchange = form("a=", "good")
        if announced { exchange.requestHeaders += Exchange.headers([("content-length", "6")]) }
        exchange.requestTrailers = Exchange.headers(trailers)
        let result = plugin.run(exchange)
        XCTAssertEqual(result.status, status, "\(trailers)")
        XCTAssertEqual(result.upstreamBody.count, status == 200 ? 6 : 0, "\(trailers)")
        if status == 200 { XCTAssertEqual(plugin.host.headers[1]?.count, trailers.count, "\(trailers)") }
      }
    }
    var bad = form("a=", "bad")
    bad.requestTrailers = Exchange.headers([("content-type", "text/plain")])
    XCTAssertEqual(plugin.run(bad).status, 404, "the body is read by the header's type, not by the trailer's")
  }

  func testTrailersBehindPhase2AreTakenAwayWhereRulesMayDeny() {
    var long = form("a=", String(repeating: "x", count: 65_534))
    long.requestHeaders += Exchange.headers([("content-length", "65536")])
    let body = "SecRequestBodyAccess On"
    let table: [(Exchange, [String], mode: String, left: Int)] = [
      (long, [body], "On", 0), (form("a=good"), [], "On", 0), (long, [body], "DetectionOnly", 1),
      (form("a=good"), [], "DetectionOnly", 1), (form("a=good"), [], "Off", 1),
    ]
    for (exchange, rules, mode, left) in table {
      let plugin = plugin(rules, mode: mode)
      plugin.host.properties["request.protocol"] = Array("HTTP/2".utf8)
      var exchange = exchange
      exchange.requestTrailers = Exchange.headers([("x", "evil")])
      let result = plugin.run(exchange)
      XCTAssertEqual(result.status, 200)
      XCTAssertEqual(result.upstreamBody, exchange.requestBody.flatMap { $0 })
      XCTAssertEqual(plugin.host.headers[1]?.count, left, "\(rules) \(mode)")
    }
  }

  func testAResponseWithTrailersPassesWholeOrNotAtAll() {
    for (policy, holds) in [("deny", false), ("deny", true), ("allow", false), ("allow", true)] {
      let plugin = plugin(
        [Self.response],
        extra: #","on_error": "\#(policy)", "hold_response_headers": \#(holds), "limits": {"host_buffer_bytes": 5}"#)
      for (body, count) in [("123", 3), ("123456", 0), ("secret", 0)] {
        var exchange = Exchange("GET", "/")
        exchange.responseBody = body.utf8.map { [$0] }
        exchange.responseTrailers = Exchange.headers([("checksum", "1")])
        XCTAssertEqual(plugin.run(exchange, holdsHeaders: holds).clientBody.count, count, "\(policy) \(holds) \(body)")
        // Headers that are gone cannot be taken back: the stream breaks off.
        XCTAssertEqual(plugin.host.closedStreams, count == 0 && !holds ? [1] : [], "\(policy) \(holds) \(body)")
      }
    }
  }

  func testADeniedResponseBodyGivesAStatusWhileHeadersAreHeldAndAnEmptyBodyOtherwise() {
    var exchange = Exchange("GET", "/")
    exchange.responseHeaders += Exchange.headers([("content-length", "16")])
    exchange.responseBody = [Array("a sec".utf8), Array("ret is here".utf8)]
    let plugin = plugin([Self.response])
    let replaced = plugin.run(exchange)
    XCTAssertEqual(replaced.status, 200)
    XCTAssertEqual(replaced.clientBody, [])
    XCTAssertFalse(replaced.clientHeaders.contains { $0.name == Array("content-length".utf8) })
    let holding = self.plugin([Self.response], extra: #","hold_response_headers": true"#)
    let denied = holding.run(exchange, holdsHeaders: true)
    XCTAssertEqual(denied.status, 502)
    XCTAssertEqual(denied.clientBody, [])
    for plugin in [plugin, holding] {
      XCTAssertEqual(
        plugin.host.counter(
          "waf_filter.tx.interruptions_ruleid=104_phase=http_response_body_identifier=p_owner=n"), 1)
    }
  }

  func testAResponseThatMustStreamIsNotHeld() {
    let plugin = plugin([
      Self.response, "SecResponseBodyMimeType text/plain text/event-stream application/grpc",
    ])
    let types = [
      ("text/event-stream", "secret"), ("Application/gRPC+proto", "secret"), ("text/event-stream;a=b", "secret"),
      ("text/event-streams, text/plain", ""), ("text/event-stream, text/plain", ""), ("text/plain, text/html", ""),
    ]
    for (type, body) in types {
      var exchange = Exchange("GET", "/")
      exchange.responseHeaders = Exchange.headers([(":status", "200"), ("content-type", type)])
      exchange.responseBody = [Array("secret".utf8)]
      XCTAssertEqual(String(decoding: plugin.run(exchange).clientBody, as: UTF8.self), body, type)
    }
  }

  func testEachAuthorityGetsItsRulesAndOthersPass() {
    let plugin = SimulatedPlugin(
      #"{"directives_map": {"strict": ["SecRuleEngine On", "SecAction \"id:1,phase:1,deny\""]}, "#
        + #""per_authority_directives": {"*.example.com": "strict"}}"#)
    XCTAssertTrue(plugin.isConfigured)
    XCTAssertEqual(plugin.run(Exchange("GET", "/", authority: "a.example.com:80")).status, 403)
    XCTAssertEqual(plugin.run(Exchange("GET", "/", authority: "example.org")).status, 200)
    XCTAssertEqual(plugin.run(Exchange("GET", "/", authority: nil)).status, 200)
    XCTAssertEqual(plugin.host.counter("waf_filter.tx.total"), 3)
  }

  func testAConfigurationWithErrorsIsRefusedAndEveryFindingOfEverySetIsLogged() {
    let plugin = SimulatedPlugin(
      """
      {"directives_map": {"one": ["SecRuleEngine On\\nSecRulle ARGS x", "SecRule ARGS \\"@contians x\\" \\"id:1\\""],
                          "two": ["SecRule ARGZ x id:2"]},
       "default_directives": "one", "per_authority_directives": {"a": "two", "b": "three"}}
      """)
    XCTAssertFalse(plugin.isConfigured)
    let errors = plugin.host.logs.filter { $0.level == 4 }.map { $0.text }
    for expected in ["one:2:1: error", "SecRulle", "one:3:15: error", "@contains", "two:1:9: error", "ARGZ", "'three'"]
    {
      XCTAssertTrue(errors.contains { $0.contains(expected) }, "\(expected) in \(errors)")
    }
  }

  func testRulesAndPhrasesComeFromTheConfigurationsFiles() {
    let plugin = SimulatedPlugin(
      #"{"directives_map": {"a": ["Include rules/own.conf"]}, "default_directives": "a", "files": {"#
        + #""rules/own.conf": "SecRuleEngine On\nSecRule REQUEST_URI \"@pmFromFile words.data\" \"id:1,phase:1,deny\"","#
        + #" "rules/words.data": "evil\n"}}"#)
    XCTAssertTrue(plugin.isConfigured, plugin.host.logs.map { $0.text }.joined(separator: "\n"))
    XCTAssertEqual(plugin.run(Exchange("GET", "/evil")).status, 403)
    XCTAssertEqual(plugin.run(Exchange("GET", "/good")).status, 200)
  }

  func testAnEmptyConfigurationIsNoFirewall() {
    for configuration in ["", "{}"] {
      let plugin = SimulatedPlugin(configuration)
      XCTAssertTrue(plugin.isConfigured)
      XCTAssertEqual(plugin.run(form("a=evil")).status, 200)
    }
  }

  /// Whichever host call fails: no trap, and what was not inspected does not pass unless the policy says so.
  func testWhicheverHostCallFailsTheRequestIsStoppedOrPassedAsThePolicySays() {
    for (policy, denied) in [("deny", true), ("allow", false)] {
      let plugin = self.plugin([Self.body, Self.response], extra: #","on_error": "\#(policy)""#)
      let start = plugin.host.calls.count
      _ = plugin.run(form("a=e", "vil"))
      let count = plugin.host.calls.count - start
      XCTAssertGreaterThan(count, 5)
      for failing in 0..<count {
        plugin.host.failingCall = plugin.host.calls.count + failing
        let result = plugin.run(form("a=e", "vil"))
        plugin.host.failingCall = nil
        let call = plugin.host.calls[plugin.host.calls.count - 1]
        if denied { XCTAssertEqual(result.upstreamBody, [], "call \(failing) failed; last was \(call)") }
        if !denied && result.reachedUpstream {
          // What passes on uninspected passes on whole, or not at all.
          XCTAssertTrue([[], Array("a=evil".utf8)].contains(result.upstreamBody), "call \(failing) failed")
        }
      }
    }
  }
}
