import Injection
import TestSupport
import XCTest

/// Compares what we see with what the oracle sees and keeps the first differences.
struct Comparison {
  private let oracle: Oracle
  private let exceptions: Exceptions
  private(set) var inputs = 0
  private(set) var sqlAttacks = 0
  private(set) var htmlAttacks = 0
  private(set) var differences: [String] = []
  private var buffer: [UInt8] = []

  init() throws {
    oracle = try Oracle()
    exceptions = try Exceptions(in: "injection/exceptions.txt")
  }

  /// Compares verdicts and fingerprints, and with `inDepth` the shapes and tokens in every context too.
  mutating func compare(_ input: [UInt8], inDepth: Bool = true) {
    if !exceptions.isEmpty, exceptions.covers(VectorFile.quoted(input)) { return }
    inputs += 1
    // The C library reads some bytes past the input: they are zeros here.
    buffer.removeAll(keepingCapacity: true)
    buffer.append(contentsOf: input)
    buffer.append(contentsOf: repeatElement(0, count: 64))
    let copy = buffer
    copy.withUnsafeBufferPointer { padded in
      let bytes = UnsafeBufferPointer(rebasing: padded[0..<input.count])
      compareVerdicts(input, bytes)
      if inDepth {
        compareShapes(input, bytes)
        compareHTMLTokens(input, bytes)
      }
    }
  }

  /// Fails the test with the first differences, if there are any.
  func assertNone(file: StaticString = #filePath, line: UInt = #line) {
    if differences.isEmpty { return }
    XCTFail("\(differences.count) differences:\n" + differences.joined(separator: "\n"), file: file, line: line)
  }

  private mutating func compareVerdicts(_ input: [UInt8], _ bytes: UnsafeBufferPointer<UInt8>) {
    let ourSQL = SQLInjection.detect(input.span)?.packed ?? 0
    let theirSQL = oracle.attack(bytes)
    if theirSQL != 0 { sqlAttacks += 1 }
    if ourSQL != theirSQL { note("SQL verdict", text(ourSQL), text(theirSQL), input) }
    let ourXSS = CrossSiteScripting.detect(input.span)
    let theirXSS = oracle.isXSS(bytes)
    if theirXSS { htmlAttacks += 1 }
    if ourXSS != theirXSS { note("XSS verdict", "\(ourXSS)", "\(theirXSS)", input) }
  }

  private mutating func compareShapes(_ input: [UInt8], _ bytes: UnsafeBufferPointer<UInt8>) {
    for context in [SQLContext.unquoted, .singleQuoted, .doubleQuoted] {
      for dialect in [SQLDialect.ansi, .mysql] {
        var folding = SQLFolding(SQLTokenizer(input.span, context: context, dialect: dialect))
        let count = folding.run()
        let ours = folding.fingerprint(of: count).packed
        let theirs = oracle.shape(bytes, context, dialect)
        if ours != theirs { note("shape (\(context), \(dialect))", text(ours), text(theirs), input) }
      }
    }
  }

  private mutating func compareHTMLTokens(_ input: [UInt8], _ bytes: UnsafeBufferPointer<UInt8>) {
    // The types in the order of the library's header, which has one (number 4) it never uses.
    func number(_ type: HTMLTokenType) -> Int { Int(type.rawValue) + (type.rawValue >= 4 ? 1 : 0) }
    for context in HTMLContext.allCases {
      var digest = Digest()
      var tokenizer = HTMLTokenizer(input.span, context: context)
      while let token = tokenizer.next() {
        digest.add(token.range.lowerBound)
        digest.add(token.range.count)
        digest.add(number(token.type))
      }
      if digest.value != oracle.htmlDigest(bytes, context) { note("HTML tokens (\(context))", "ours", "theirs", input) }
    }
  }

  private mutating func note(_ what: String, _ ours: String, _ theirs: String, _ input: [UInt8]) {
    if differences.count < 40 {
      differences.append("\(what): \(ours) instead of \(theirs) for \(VectorFile.quoted(Array(input.prefix(400))))")
    }
  }

  private func text(_ packed: UInt64) -> String {
    if packed == 0 { return "nothing" }
    var text: [UInt8] = []
    Fingerprint(packed: packed).append(to: &text)
    return String(decoding: text, as: UTF8.self)
  }
}
