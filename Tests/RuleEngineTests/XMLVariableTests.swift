import Bytes
import RuleEngine
import XCTest

/// What rules see of an XML body: paths, namespaces, SecParseXmlIntoArgs, exclusions.
final class XMLVariableTests: XCTestCase {
  private let body = "<r xmlns:n=\"http://ns/\" x=\"1\"><a>t1</a><b y=\"2\">t2<c>t3</c></b></r>"

  private func matches(_ rules: String, _ text: String? = nil) throws -> [String] {
    var exchange = TestExchange()
    exchange.method = "POST"
    exchange.headers = [("Content-Type", "text/xml")]
    exchange.body = Array((text ?? body).utf8)
    let runner = try RuleRunner(
      """
      SecRequestBodyAccess On
      SecAction "id:1,phase:1,pass,nolog,ctl:requestBodyProcessor=XML"
      \(rules)
      """)
    return runner.run(exchange) { transaction in
      transaction.matches.dropFirst().map {
        "\($0.rule.metadata.id) \($0.variableName.escaped)=\($0.value.escaped)"
      }
    }
  }

  func testPathsChooseElementsAttributesAndNamespaces() throws {
    for (path, found) in [
      ("/*", ["/*=t1t2t3"]), ("/r/a", ["/r/a=t1"]), ("//c", ["//c=t3"]), ("//c/text()", ["//c/text()=t3"]),
      ("/r/b[text()]", ["/r/b[text()]=t2"]), ("//b/@y", ["//b/@y=2"]), ("/r/@x", ["/r/@x=1"]),
      ("/r/@xmlns:n", ["/r/@xmlns:n=http://ns/"]), ("/a", []), ("//r/c", []), ("/r//c", ["/r//c=t3"]),
      ("//r//b/c", ["//r//b/c=t3"]), ("/r/*", ["/r/*=t2"]), ("//b/*", ["//b/*=t3"]), ("/*/*/c", ["/*/*/c=t3"]),
      ("/*/c", []), ("/r/@*", ["/r/@*=1"]), ("//*[local-name()='c']", ["//*[local-name()='c']=t3"]),
      ("//b/c[local-name()='d']", []), ("/r/a/text()", ["/r/a/text()=t1"]), ("//r/a/b", []), ("//x//c", []),
    ] {
      XCTAssertEqual(
        try matches("SecRule XML:\(path) \"@rx .\" \"id:2,phase:2,pass\""), found.map { "2 XML:" + $0 }, path)
    }
  }

  func testALocalNameIsWhatFollowsThePrefix() throws {
    let text = "<s:e xmlns:s=\"http://s/\"><s:b>in</s:b><b>out</b></s:e>"
    for (path, count) in [("//*[local-name()='b']", 2), ("//b", 1), ("//s:b", 1), ("/s:e/*", 2), ("//@*", 0)] {
      XCTAssertEqual(try matches("SecRule &XML:\(path) \"@eq \(count)\" \"id:2,phase:2,pass\"", text).count, 1, path)
    }
  }

  func testAllAttributesAreNoNamespaces() throws {
    XCTAssertEqual(try matches("SecRule XML://@* \"@rx http\" \"id:2,phase:2,pass\""), [])
    XCTAssertEqual(try matches("SecRule &XML://@* \"@eq 2\" \"id:2,phase:2,pass\"").count, 1)
  }

  func testAnExceptionNamesThePathOfTheRule() throws {
    let rule = "SecRule XML:/*|XML://@* \"@rx .\" \"id:2,phase:2,pass\""
    XCTAssertEqual(
      try matches("SecAction \"id:3,phase:1,pass,nolog,ctl:ruleRemoveTargetById=2;XML://@*\"\n\(rule)").last,
      "2 XML:/*=t1t2t3")
    XCTAssertEqual(
      try matches("SecAction \"id:3,phase:1,pass,nolog,ctl:ruleRemoveTargetById=2;XML:/*\"\n\(rule)").last,
      "2 XML://@*=2")
    XCTAssertEqual(try matches("\(rule)\nSecRuleUpdateTargetById 2 \"!XML\""), [])
  }

  func testElementsBecomeArgumentsWhenAsked() throws {
    let rules = "SecRule ARGS \"@rx ^t\" \"id:2,phase:2,pass\"\nSecRule XML:/* \"@rx t\" \"id:3,phase:2,pass\""
    XCTAssertEqual(try matches(rules), ["3 XML:/*=t1t2t3"])
    XCTAssertEqual(try matches("SecParseXmlIntoArgs On\n\(rules)"), ["2 ARGS:xml.r.b.c=t3", "3 XML:/*=t1t2t3"])
    XCTAssertEqual(try matches("SecParseXmlIntoArgs OnlyArgs\n\(rules)"), ["2 ARGS:xml.r.b.c=t3"])
    XCTAssertEqual(
      try matches("SecAction \"id:4,phase:1,pass,nolog,ctl:parseXmlIntoArgs=On\"\n\(rules)").dropFirst(),
      ["2 ARGS:xml.r.b.c=t3", "3 XML:/*=t1t2t3"])
  }
}
