import Foundation
import ReferenceSupport
import SecLang
import TestSupport

@testable import RuleEngineTests

/// One case of libmodsecurity's own regression tests.
struct RegressionCase {
  /// The file's name and the case's number in it, from 0.
  var name: String
  var rules: String
  /// Files of ours in place of those the rules include, of which only the names are known.
  static var files: MemorySourceLoader {
    let loader = MemorySourceLoader()
    for (name, text) in [
      (
        "config_example.txt",
        "SecRule ARGS \"@contains config_example\" \"id:1000,pass,t:trim\"\nInclude config_example2.txt\n"
      ),
      ("config_example2.txt", "SecRule ARGS \"@contains config_example2\" \"id:1001,pass,t:trim\"\n"),
      ("ipMatchFromFile.txt", "127.0.0.1\n200.249.12.31\n"),
    ] { loader.add(Source(name: Array("test-cases/data/\(name)".utf8), text: Array(text.utf8))) }
    return loader
  }
  var exchange: TestExchange
  var status: Int?
  var redirect: String?
  /// What must stand in an error-log line, as libmodsecurity words it. Where it asks for offsets alone
  /// (`o0,3v23,6t:trim`), a field of that log only, any line will do.
  var errorLog: NSRegularExpression?
  /// What must stand in a debug log, as libmodsecurity words it.
  var debugLog: NSRegularExpression?
  /// Whether the rules are to be refused.
  var refusesRules: Bool

  /// All cases of all files, by file name.
  static func all() throws -> [RegressionCase] {
    let folder = "vectors/modsecurity-regression"
    let files = try FileManager.default.contentsOfDirectory(atPath: SharedData.root.appendingPathComponent(folder).path)
      .filter { $0.hasSuffix(".json") }.sorted()
    var cases: [RegressionCase] = []
    for file in files {
      let json = try JSONSerialization.jsonObject(with: SharedData.data("\(folder)/\(file)")) as? [[String: Any]]
      for (number, object) in (json ?? []).enumerated() { cases.append(try RegressionCase(file, number, object)) }
    }
    return cases
  }

  private init(_ file: String, _ number: Int, _ json: [String: Any]) throws {
    name = "\(file) \(number)"
    rules = (json["rules"] as? [String] ?? []).joined(separator: "\n") + "\n"
    // It swallows a per cent sign after a macro, which is text for its predecessor, for Coraza, and for us.
    rules = rules.replacingOccurrences(of: "\\}%(?!\\{)", with: "}", options: .regularExpression)
    // Unlike ours, libmodsecurity reads request bodies unless it is told not to.
    if !rules.lowercased().contains("secrequestbodyaccess") { rules += "SecRequestBodyAccess On\n" }
    exchange = TestExchange()
    if let request = json["request"] as? [String: Any] { exchange.read(request: request) }
    exchange.read(response: json["response"] as? [String: Any] ?? [:])
    if let client = json["client"] as? [String: Any] {
      exchange.clientAddress = client["ip"] as? String ?? ""
      exchange.clientPort = client["port"] as? Int ?? 0
    }
    if let server = json["server"] as? [String: Any] {
      exchange.serverAddress = server["ip"] as? String ?? ""
      exchange.serverPort = server["port"] as? Int ?? 0
    }
    let expected = json["expected"] as? [String: Any] ?? [:]
    status = expected["http_code"] as? Int
    redirect = expected["redirect_url"] as? String
    if let pattern = expected["error_log"] as? String, !pattern.isEmpty {
      let isOffset = pattern.range(of: "^[ov]?[0-9]+,[0-9]+", options: .regularExpression) != nil
      errorLog = try NSRegularExpression(pattern: isOffset ? "^" : pattern)
    }
    if let pattern = expected["debug_log"] as? String, !pattern.isEmpty {
      debugLog = try NSRegularExpression(pattern: pattern, options: [.caseInsensitive, .dotMatchesLineSeparators])
    }
    refusesRules = !((expected["parser_error"] as? String) ?? "").isEmpty
  }

  /// Whether it expects anything but texts of an audit log.
  var isPortable: Bool { status != nil || redirect != nil || errorLog != nil || debugLog != nil || refusesRules }
}

extension TestExchange {
  fileprivate mutating func read(request: [String: Any]) {
    method = request["method"] as? String ?? "GET"
    uri = request["uri"] as? String ?? "/"
    if let number = request["http_version"] as? NSNumber { version = "HTTP/\(number)" }
    headers = Self.headers(request["headers"])
    body = Self.bytes(request["body"])
  }

  fileprivate mutating func read(response: [String: Any]) {
    responseHeaders = Self.headers(response["headers"])
    responseBody = Self.bytes(response["body"])
  }

  private static func headers(_ json: Any?) -> [(String, String)] {
    (json as? [String: Any] ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, "\($0.value)") }
  }

  private static func bytes(_ json: Any?) -> [UInt8] {
    if let lines = json as? [String] { return Array(lines.map { $0 + "\n" }.joined().utf8) }
    return Array((json as? String ?? "").utf8)
  }
}
