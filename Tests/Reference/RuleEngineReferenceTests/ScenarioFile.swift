import Foundation
import ReferenceSupport
import RuleEngine
import TestSupport

@testable import RuleEngineTests

/// One scenario of `vectors/scenarios`: rules, a request, perhaps a response.
struct Scenario {
  /// The number of its file, and its name there.
  var file: Int
  var name: String
  var rules: String
  var exchange: TestExchange

  var title: String { "\(file) \(name)" }
}

/// The scenarios with what Coraza and libmodsecurity printed for them.
struct ScenarioFiles {
  private(set) var scenarios: [Scenario] = []
  /// What each engine printed, by scenario title; nothing for one that printed not even the name.
  private(set) var coraza: [String: [String]] = [:]
  private(set) var modSecurity: [String: [String]] = [:]

  init() throws {
    for file in 1...6 {
      let text = try Self.text("scenarios-\(file).txt")
      for block in ("\n" + text).components(separatedBy: "\n===").dropFirst() {
        if let scenario = Scenario(file: file, block) { scenarios.append(scenario) }
      }
      try Self.read("coraza-877524f9-\(file).out", file, into: &coraza)
      try Self.read("modsecurity-3.0.14-\(file).out", file, into: &modSecurity)
    }
  }

  private static func text(_ name: String) throws -> String {
    String(decoding: try SharedData.data("vectors/scenarios/\(name)"), as: UTF8.self)
  }

  private static func read(_ name: String, _ file: Int, into outputs: inout [String: [String]]) throws {
    var title = ""
    for line in try text(name).components(separatedBy: "\n") {
      // libmodsecurity leaves stray text in front of one name.
      if let name = line.range(of: "# ", options: line.hasPrefix("  ") ? .anchored : []), !line.hasPrefix("   ") {
        title = "\(file) \(line[name.upperBound...])"
        outputs[title] = []
      } else if !line.isEmpty {
        outputs[title, default: []].append(line)
      }
    }
  }
}

extension Scenario {
  fileprivate init?(file: Int, _ block: String) {
    self.file = file
    var section = "name"
    var lines: [String: [String]] = [:]
    for (index, line) in block.components(separatedBy: "\n").enumerated() {
      if index == 0 {
        lines["name"] = [line]
      } else if ["--rules", "--request", "--response"].contains(line) {
        section = line
      } else {
        lines[section, default: []].append(line)
      }
    }
    guard let name = lines["name"]?.first, let rules = lines["--rules"], let request = lines["--request"] else {
      return nil
    }
    self.name = name
    self.rules = rules.joined(separator: "\n") + "\n"
    exchange = TestExchange()
    exchange.clientAddress = "10.1.2.3"
    exchange.serverAddress = "10.9.9.9"
    // 02:45:03 UTC, when the scenario that asks for the time was recorded.
    exchange.time = WallClock(unixNanoseconds: 1_795_229_103_000_000_000)
    exchange.read(request: request)
    exchange.hasResponse = lines["--response"] != nil
    if let response = lines["--response"] { exchange.read(response: response) }
  }
}

extension TestExchange {
  fileprivate mutating func read(request lines: [String]) {
    let line = (lines.first ?? "").components(separatedBy: " ")
    method = line[0]
    uri = line[1]
    version = line[2]
    let (headers, body) = Self.parts(lines.dropFirst())
    self.headers = headers
    let isMultipart = headers.contains { $0.1.hasPrefix("multipart/") }
    self.body = Array(body.joined(separator: isMultipart ? "\r\n" : "\n").utf8)
  }

  fileprivate mutating func read(response lines: [String]) {
    status = Int(lines.first ?? "") ?? 200
    let (headers, body) = Self.parts(lines.dropFirst())
    responseHeaders = headers
    responseBody = Array((body.joined(separator: "\n") + "\n").utf8)
  }

  private static func parts(_ lines: ArraySlice<String>) -> (headers: [(String, String)], body: [String]) {
    let end = lines.firstIndex(of: "") ?? lines.endIndex
    let headers = lines[..<end].compactMap { line -> (String, String)? in
      guard let colon = line.range(of: ": ") else { return nil }
      return (String(line[..<colon.lowerBound]), String(line[colon.upperBound...]))
    }
    var body = Array(lines[end...].dropFirst())
    while body.last == "" { body.removeLast() }
    return (headers, body)
  }
}
