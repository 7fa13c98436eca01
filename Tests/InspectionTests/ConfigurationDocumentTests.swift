import Foundation
import XCTest

@testable import Inspection

/// What is written about the configuration is made from its table; `PORTCULLIS_WRITE=1` writes it anew.
final class ConfigurationDocumentTests: XCTestCase {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  func testTheSchemaIsThatOfTheTable() throws {
    var schema = object(configurationKeyTable)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "Configuration of the Portcullis plugin"
    let json = try JSONSerialization.data(
      withJSONObject: schema, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
    try expect(String(decoding: json, as: UTF8.self) + "\n", in: "wasm/plugin-config.schema.json")
  }

  func testTheDocumentListsEveryKeyWithItsDefault() throws {
    let rows = table(configurationKeyTable, prefix: "").joined(separator: "\n")
    let page = try String(contentsOf: Self.root.appendingPathComponent("docs/configuration.md"), encoding: .utf8)
    let head = "| key | default | what it does |\n|---|---|---|\n"
    let parts = page.components(separatedBy: head)
    XCTAssertEqual(parts.count, 2)
    let after = parts[1].range(of: "\n\n").map { parts[1][$0.lowerBound...] } ?? ""
    try expect(parts[0] + head + rows + after, in: "docs/configuration.md")
  }

  private func expect(_ text: String, in file: String) throws {
    let place = Self.root.appendingPathComponent(file)
    if ProcessInfo.processInfo.environment["PORTCULLIS_WRITE"] == "1" {
      try text.write(to: place, atomically: true, encoding: .utf8)
    }
    let found = try String(contentsOf: place, encoding: .utf8)
    XCTAssertTrue(found == text, "\(file) is stale: run the tests once with PORTCULLIS_WRITE=1")
  }

  private func table(_ keys: [ConfigurationKey], prefix: String) -> [String] {
    keys.flatMap { key -> [String] in
      let name = prefix + "\(key.name)"
      if case .object(let members) = key.shape { return table(members, prefix: name + ".") }
      return ["| `\(name)` | `\(key.defaultValue)` | \(key.summary) |"]
    }
  }

  private func object(_ keys: [ConfigurationKey]) -> [String: Any] {
    var properties: [String: Any] = [:]
    for key in keys { properties["\(key.name)"] = property(key) }
    return ["type": "object", "additionalProperties": false, "properties": properties]
  }

  private func property(_ key: ConfigurationKey) -> [String: Any] {
    let text = ["type": "string"]
    let texts: [String: Any] = ["type": ["array", "string"], "items": text]
    var result: [String: Any]
    switch key.shape {
    case .bool: result = ["type": "boolean"]
    case .number(let range, _):
      result = ["type": "integer", "minimum": range.lowerBound, "maximum": range.upperBound]
    case .string: result = text
    case .choice(let words, _, _): result = ["enum": words.map { "\($0)" }]
    case .strings: result = texts
    case .stringMap: result = ["type": "object", "additionalProperties": text]
    case .listMap: result = ["type": "object", "additionalProperties": texts]
    case .object(let members): result = object(members)
    }
    result["description"] = "\(key.summary)"
    result["default"] = try? JSONSerialization.jsonObject(
      with: Data("\(key.defaultValue)".utf8), options: .fragmentsAllowed)
    return result
  }
}
