import RuleCompiler
import RuleLibrary
import SecLang
import TestSupport
import XCTest

/// Traffic made to break a parser or an engine, against the recommended configuration and rules of our own.
final class HostileTrafficTests: XCTestCase {
  private let traffic = HostileTraffic(
    makeRunner: { try RuleRunner(rules, options: $0, files: BuiltinLoader(MemorySourceLoader())) },
    injection: 1_100..<1_200, protocolViolation: 1_200..<1_300, rounds: 20)

  func testTenThousandArgumentsAreRefused() throws { try traffic.tenThousandArgumentsAreRefused() }

  func testDeepJSONIsReadAndTooDeepJSONIsRefused() throws { try traffic.deepJSONIsReadAndTooDeepJSONIsRefused() }

  func testAMultipartBodyThatIsCutOffAnywhereIsRefused() throws {
    try traffic.aMultipartBodyThatIsCutOffAnywhereIsRefused()
  }

  func testNULsAndInvalidUTF8AreValuesLikeOthers() throws { try traffic.nulsAndInvalidUTF8AreValuesLikeOthers() }

  func testHugeHeadersAndManyHeadersHaveAResult() throws { try traffic.hugeHeadersAndManyHeadersHaveAResult() }

  func testRandomExchangesEndTheSameWithEverySwitch() throws { try traffic.randomExchangesEndTheSameWithEverySwitch() }

  func testAControlThatManyValuesMatchCostsNoMoreThanOne() throws {
    let rules = (100..<300).map { "SecRule ARGS \"!@rx ^q\($0)\" \"id:\($0),phase:2,pass,nolog,tag:'attack'\"" }
    let control = "ctl:ruleRemoveTargetByTag=attack;ARGS:/^bar/,ctl:ruleRemoveTargetByTag=attack;ARGS:baz"
    let runner = try RuleRunner(
      """
      SecRequestBodyAccess On
      SecRule ARGS_NAMES "@beginsWith a" "id:1,phase:2,pass,nolog,\(control)"
      \(rules.joined(separator: "\n"))
      """)
    func seconds(_ name: String) -> Double {
      let exchange = traffic.post(
        "application/x-www-form-urlencoded", "a=1&" + (0..<1_000).map { "\(name)\($0)=\($0)" }.joined(separator: "&"))
      return (0..<3).map { _ in processorSeconds { _ = traffic.run(runner, exchange, name) } }.min() ?? 0
    }
    XCTAssertLessThan(seconds("a"), 4 * seconds("b"), "1,000 names that the control matches against one")
  }
}

/// A few rules for each place that hostile traffic fills, with every kind of operator that caches or screens.
private let rules = """
  Include @recommended-conf
  SecRuleEngine On
  SecRule ARGS|ARGS_NAMES|REQUEST_COOKIES|XML:/* "@rx (?i)\\bunion\\s+(?:all\\s+)?select\\b" \
    "id:1100,phase:2,deny,status:403,t:none,t:urlDecodeUni,t:lowercase,msg:'%{MATCHED_VAR}',tag:'attack-sqli'"
  SecRule ARGS|REQUEST_HEADERS|XML:/* "@detectSQLi" "id:1101,phase:2,pass,t:none,t:urlDecodeUni,multiMatch,capture"
  SecRule ARGS|REQUEST_HEADERS|!REQUEST_HEADERS:Cookie "@detectXSS" \
    "id:1110,phase:2,pass,t:none,t:utf8toUnicode,t:urlDecodeUni,t:htmlEntityDecode,t:jsDecode,t:cssDecode,t:removeNulls"
  SecRule ARGS|REQUEST_COOKIES_NAMES|FILES_NAMES "@pm eval( system( passwd jndi: php://" \
    "id:1120,phase:2,pass,t:none,t:cmdLine,t:normalizePathWin,setvar:tx.score=+5"
  SecRule TX:score "@gt 20" "id:1130,phase:2,pass,chain"
    SecRule &ARGS "@gt 3" "capture,setvar:tx.many=1"
  SecRule REQUEST_URI_RAW|REQUEST_HEADERS|ARGS|ARGS_NAMES|REQUEST_COOKIES|REQUEST_COOKIES_NAMES \
    "@validateByteRange 32-126" "id:1200,phase:1,pass,t:none,t:urlDecodeUni"
  SecRule REQUEST_BODY|ARGS "@validateUtf8Encoding" "id:1201,phase:2,pass"
  SecRule REQUEST_BODY "@rx (?:\\{\\{.*\\}\\}|\\$\\{)" "id:1140,phase:2,pass,t:none,t:lowercase,t:compressWhitespace"
  SecRule RESPONSE_BODY "@rx (?i)ORA-\\d{5}|<\\?php|index of /" "id:1150,phase:4,deny,status:500"
  SecRule RESPONSE_HEADERS:Content-Type "@beginsWith image/" "id:1160,phase:3,pass"
  """
