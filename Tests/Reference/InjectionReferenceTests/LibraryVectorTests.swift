import Foundation
import Injection
import ReferenceSupport
import TestSupport
import XCTest

/// The vectors of libinjection itself, one a file: `--TEST--`, `--INPUT--`, `--EXPECTED--`.
final class LibraryVectorTests: ReferenceTestCase {
  override class var needs: [String] { ["vectors/libinjection-tests"] }
  override class var cases: Cases { Cases(480, "vectors") }

  func testTokensAreThoseOfTheVectors() throws {
    try check("tokens", count: 249) { input in
      var text = ""
      var tokenizer = SQLTokenizer(input, context: .unquoted, dialect: .ansi)
      while let token = tokenizer.next() { text += describe(token) }
      return text
    }
  }

  func testFoldedTokensAreThoseOfTheVectors() throws {
    try check("folding", count: 118) { input in
      var folding = SQLFolding(SQLTokenizer(input, context: .unquoted, dialect: .ansi))
      let count = folding.run()
      var text = ""
      for index in 0..<count { text += describe(folding.tokens[index]) }
      return text
    }
  }

  func testFingerprintsAreThoseOfTheVectors() throws {
    try check("sqli", count: 50) { SQLInjection.detect($0).map(describe) ?? "" }
  }

  func testHTMLTokensAreThoseOfTheVectors() throws {
    try check("html5", count: 63) { input in
      var text = ""
      var tokenizer = HTMLTokenizer(input, context: .data)
      while let token = tokenizer.next() {
        let bytes = String(decoding: token.range.map { input[$0] }, as: UTF8.self)
        text += "\(describe(token.type)),\(token.range.count),\(bytes)\n"
      }
      return text
    }
  }

  private func check(_ kind: String, count: Int, _ actual: (Span<UInt8>) -> String) throws {
    let vectors = try LibraryVector.all(ofKind: kind)
    XCTAssertEqual(vectors.count, count, "vectors of kind \(kind)")
    for vector in vectors {
      let result = trimmed([UInt8](actual(vector.input.span).utf8))
      XCTAssertEqual(
        String(decoding: result, as: UTF8.self), String(decoding: vector.expected, as: UTF8.self), vector.name)
    }
  }
}

/// One file of vectors.
struct LibraryVector {
  let name: String
  let input: [UInt8]
  let expected: [UInt8]

  static func all(ofKind kind: String) throws -> [LibraryVector] {
    let folder = "vectors/libinjection-tests"
    return try FileManager.default.contentsOfDirectory(atPath: SharedData.root.appendingPathComponent(folder).path)
      .filter { $0.hasPrefix("test-\(kind)-") }.sorted()
      .map { try LibraryVector(name: $0, [UInt8](SharedData.data("\(folder)/\($0)"))) }
  }

  private init(name: String, _ text: [UInt8]) throws {
    func after(_ mark: String) throws -> (before: Int, start: Int) {
      guard let range = Data(text).firstRange(of: Data("--\(mark)--\n".utf8)) else {
        throw CocoaError(.fileReadCorruptFile)
      }
      return (range.lowerBound, range.upperBound)
    }
    let (_, input) = try after("INPUT")
    let (end, expected) = try after("EXPECTED")
    self.name = name
    self.input = trimmed([UInt8](text[input..<end]))
    self.expected = trimmed([UInt8](text[expected...]))
  }
}

/// `text` without white space at its end.
private func trimmed(_ text: [UInt8]) -> [UInt8] {
  var text = text
  while let last = text.last, [0x20, 0x0a, 0x09, 0x0d].contains(last) { text.removeLast() }
  return text
}

/// The line the vectors have for a token: type, blank, text; strings with their quotes.
private func describe(_ token: SQLToken) -> String {
  var text: [UInt8] = [token.type.character, 0x20]
  if token.type == .variable { text += [UInt8](repeating: UInt8(ascii: "@"), count: Int(token.atSigns)) }
  let isQuoted = token.type == .string || token.type == .variable
  if isQuoted, token.opening != 0 { text.append(token.opening) }
  for index in 0..<token.text.count { text.append(token.text[index]) }
  if isQuoted, token.closing != 0 { text.append(token.closing) }
  return String(decoding: text, as: UTF8.self) + "\n"
}

private func describe(_ fingerprint: Fingerprint) -> String {
  var text: [UInt8] = []
  fingerprint.append(to: &text)
  return String(decoding: text, as: UTF8.self)
}

private func describe(_ type: HTMLTokenType) -> String {
  switch type {
  case .text: "DATA_TEXT"
  case .tagNameOpen: "TAG_NAME_OPEN"
  case .tagNameClose: "TAG_NAME_CLOSE"
  case .tagNameSelfClose: "TAG_NAME_SELFCLOSE"
  case .tagClose: "TAG_CLOSE"
  case .attributeName: "ATTR_NAME"
  case .attributeValue: "ATTR_VALUE"
  case .comment: "TAG_COMMENT"
  case .doctype: "DOCTYPE"
  }
}
