import Bytes
import SecLang
import XCTest

final class IncludeTests: XCTestCase {
  func testGlobsMatchNames() {
    let matching = [
      ("", ""), ("*", ""), ("*", "abc"), ("a*", "a"), ("a*c", "abbc"), ("*.conf", "a.conf"), ("?.conf", "a.conf"),
      ("rules/*.conf", "rules/a.conf"), ("*/*", "a/b"), ("**", "a"), ("*a*b", "xaxaxb"), ("a", "a"),
    ]
    let different = [
      ("", "a"), ("?", ""), ("a*", "b"), ("*.conf", "rules/a.conf"), ("*.conf", "a.confx"), ("a?c", "a/c"), ("*", "/"),
      ("*/a", "b/c/a"), ("a", "A"), ("*a/*b", "xa/xc"),
    ]
    for (pattern, name) in matching { XCTAssertTrue(globMatches(pattern, name), "\(pattern) \(name)") }
    for (pattern, name) in different { XCTAssertFalse(globMatches(pattern, name), "\(pattern) \(name)") }
  }

  private func globMatches(_ pattern: String, _ name: String) -> Bool {
    let pattern = Array(pattern.utf8)
    let name = Array(name.utf8)
    return SecLang.globMatches(pattern.span, name.span)
  }

  func testAHundredLevelsOfIncludesAreReadAndNoMore() {
    let loader = MemorySourceLoader()
    for level in 1...110 { loader.add(source("\(level)", "Include \(level + 1)\nSecMarker \(level)")) }
    var diagnostics = Diagnostics()
    let tree = parse(source("0", "Include 1"), loader, &diagnostics)
    XCTAssertEqual(diagnostics.all.map(\.id), [.includeTooDeep])
    XCTAssertEqual(tree.directives.count, IncludeLimits.depth)
  }

  func testIncludesThatMultiplyEnd() {
    let loader = MemorySourceLoader()
    for level in 1...40 { loader.add(source("\(level)", "Include \(level + 1)\nInclude \(level + 1)")) }
    loader.add(source("41", ""))
    var diagnostics = Diagnostics()
    let tree = parse(source("0", "Include 1"), loader, &diagnostics)
    XCTAssertTrue(diagnostics.all.allSatisfy { $0.id == .tooManyIncludes })
    XCTAssertTrue(diagnostics.hasErrors)
    XCTAssertLessThanOrEqual(tree.sources.count, IncludeLimits.sources + 1)
  }

  func testALoaderKeepsTheLastSourceOfAName() {
    let loader = MemorySourceLoader()
    loader.add(source("a", "SecMarker 1"))
    loader.add(source("a", "SecMarker 2"))
    var diagnostics = Diagnostics()
    let tree = parse(source("0", "Include a"), loader, &diagnostics)
    XCTAssertEqual(String(decoding: dump(tree), as: UTF8.self), "SecMarker a:1:1\n  argument \"2\"\n")
  }

  private func source(_ name: String, _ text: String) -> Source {
    Source(name: Array(name.utf8), text: Array(text.utf8))
  }
}
