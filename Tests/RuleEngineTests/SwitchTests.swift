import RuleEngine
import TestSupport
import XCTest

/// Screening, the transformation cache and the caches of patterns change speed, never results.
final class SwitchTests: XCTestCase {
  private let words = [
    "select", "union", "a", "ab", "script", "../", "x1", "%41", "<", "'", "&lt;", "\\x41", "AbC", "é", "|",
  ]
  private let variables = [
    "ARGS", "ARGS:a", "ARGS|!ARGS:a", "ARGS:/^[ab]/", "ARGS_NAMES", "REQUEST_HEADERS", "REQUEST_HEADERS:X-A",
    "QUERY_STRING",
    "REQUEST_URI|REQUEST_COOKIES", "&ARGS", "TX:0", "ARGS_POST", "REQUEST_BODY", "MATCHED_VARS",
  ]
  private let transformations = [
    "none", "lowercase", "urlDecodeUni", "htmlEntityDecode", "removeWhitespace", "compressWhitespace", "jsDecode",
    "hexDecode", "normalisePath", "length", "cmdLine", "removeNulls", "base64Decode", "sha1", "uppercase",
  ]

  func testAScalarThatChangesIsSeenAsItIs() throws {
    let runner = try RuleRunner(
      """
      SecRequestBodyAccess On
      SecRule REQUEST_BODY "@rx secret" "id:1,phase:1,pass,t:lowercase"
      SecRule REQBODY_PROCESSOR "!@streq json" "id:2,phase:1,pass,t:lowercase,ctl:requestBodyProcessor=JSON"
      SecRule REQBODY_PROCESSOR "@streq json" "id:3,phase:1,pass,t:lowercase,ctl:requestBodyProcessor=URLENCODED"
      SecRule REQUEST_BODY "!@streq x" "id:4,phase:2,pass,t:lowercase"
      SecRule REQUEST_BODY "@rx secret" "id:5,phase:2,pass,t:lowercase"
      """)
    var exchange = TestExchange()
    exchange.method = "POST"
    exchange.body = Array("a=SECRET".utf8)
    XCTAssertEqual(runner.run(exchange).matchedIDs, [2, 3, 4, 5])
  }

  func testRandomRulesMatchTheSameValuesWithEverySwitch() throws {
    var random = Random(seed: 4_711)
    for round in 0..<sampleSize(60, inDebug: 4, of: "random rule sets") {
      let rules = rules(&random)
      let runners = try OptionSet.all.map { try (options: $0, runner: RuleRunner(rules, options: $0.compiler)) }
      for _ in 0..<6 {
        var exchange = exchange(&random)
        var expected: [String]?
        for (options, runner) in runners {
          exchange.chunkBytes = options.chunkBytes
          let found = runner.run(exchange) { transaction in
            transaction.matches.map {
              "\($0.rule.metadata.id) \($0.variableName.escaped)=\($0.value.escaped) \($0.data.escaped)"
            }
          }
          if let expected {
            XCTAssertEqual(found, expected, "round \(round) \(options.name)\n\(rules)\(exchange.uri)")
            if found != expected { return }
          }
          expected = expected ?? found
        }
      }
    }
  }

  private func rules(_ random: inout Random) -> String {
    var text = "SecRequestBodyAccess On\n"
    for id in 1...30 {
      let phase = random.below(2) + 1
      if random.below(3) == 0 {
        text += scoreRule(id, phase, &random)
        continue
      }
      let count = random.below(4)
      let steps = (0..<count).map { _ in "t:\(random.pick(transformations))" }.joined(separator: ",")
      let extras = ["", ",capture", ",multiMatch", ",setvar:tx.n%{MATCHED_VAR}=+1"]
      text += "SecRule \(random.pick(variables)) \"\(test(&random))\" \"id:\(id),phase:\(phase),pass,"
      text += "logdata:'%{TX.0}|%{MATCHED_VAR}'\(steps.isEmpty ? "" : "," + steps)\(random.pick(extras))"
      if random.below(5) == 0 {
        text += ",chain\"\nSecRule \(random.pick(variables)) \"\(test(&random))\" \"t:none\"\n"
      } else {
        text += "\"\n"
      }
    }
    return text
  }

  /// A rule that counts in TX, or goes on elsewhere or matches by what was counted.
  private func scoreRule(_ id: Int, _ phase: Int, _ random: inout Random) -> String {
    let names = ["tx.n", "tx.N1", "tx.1", "tx.n%{TX.1}"]
    let action = random.pick([
      "setvar:\(random.pick(names))=+1", "setvar:\(random.pick(names))=%{TX.n}2", "setvar:!\(random.pick(names))",
      "skip:1", "ctl:ruleRemoveTargetById=\(random.below(30) + 1);TX:n", "nolog,skip:2", "severity:3", "nolog",
    ])
    let target = random.pick(["TX:n", "&TX:n", "TX:n1", "&TX:1", "TX:1", "TX:0", "&TX:none", "TX:n|TX:n1"])
    let relation = random.pick(["eq", "ge", "gt", "le", "lt"])
    let number = random.pick(["0", "1", "2", "%{TX.n}", "%{tx.N1}", "-1", "x"])
    let negation = random.below(4) == 0 ? "!" : ""
    let rest = "\"id:\(id),phase:\(phase),pass,logdata:'%{MATCHED_VAR_NAME}=%{MATCHED_VAR}',\(action)\"\n"
    return "SecRule \(target) \"\(negation)@\(relation) \(number)\" \(rest)"
  }

  private func test(_ random: inout Random) -> String {
    let word = random.pick(["select", "union", "ab", "script", "x1", "abc", "a"])
    let other = random.pick(["select", "b", "c", "lt", "41", "."])
    let negation = random.below(6) == 0 ? "!" : ""
    switch random.below(10) {
    case 0: return "\(negation)@contains \(word)"
    case 1: return "\(negation)@streq \(word)"
    case 2: return "\(negation)@beginsWith \(word)"
    case 3: return "\(negation)@pm \(word) \(other)"
    case 4: return "\(negation)@within \(word)\(other) \(word)"
    case 5: return "\(negation)@rx (?i)\(word)[^a-c]?\(other)*"
    case 6: return "\(negation)@rx (\(word)|\(other){2,3})"
    case 7: return "\(negation)@rx ^(?:\(word))+|\(other)$"
    case 8: return "\(negation)@gt 1"
    default: return "\(negation)@rx \\b\(word)\\W*(?:\(other))?"
    }
  }

  private func exchange(_ random: inout Random) -> TestExchange {
    func text() -> String { (0..<random.below(5)).map { _ in random.pick(words) }.joined() }
    func encoded() -> String {
      text().utf8.map {
        $0 < 0x30 || $0 > 0x7a ? "%" + String(Int($0) + 0x100, radix: 16).suffix(2) : String(UnicodeScalar($0))
      }
      .joined()
    }
    var exchange = TestExchange()
    exchange.uri = "/\(encoded())?a=\(encoded())&b=\(encoded())&\(encoded())=\(encoded())"
    exchange.headers = [("X-A", text()), ("Cookie", "c=\(encoded())")]
    if random.below(2) == 0 {
      exchange.method = "POST"
      exchange.headers.append(("Content-Type", "application/x-www-form-urlencoded"))
      exchange.body = Array("a=\(encoded())&d=\(encoded())".utf8)
    }
    return exchange
  }
}
