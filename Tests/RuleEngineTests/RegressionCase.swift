import Foundation
import TestSupport

/// One case of libmodsecurity's own regression tests.
struct RegressionCase {
  /// The file's name and the case's number in it, from 0.
  var name: String
  var rules: String
  var exchange: TestExchange
  var status: Int?
  var redirect: String?
  /// What must stand in an error-log line, as libmodsecurity words it.
  var errorLog: NSRegularExpression?
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
      errorLog = try NSRegularExpression(pattern: pattern)
    }
    refusesRules = !((expected["parser_error"] as? String) ?? "").isEmpty
  }

  /// Whether it expects anything but texts of a debug or audit log.
  var isPortable: Bool { status != nil || redirect != nil || errorLog != nil || refusesRules }
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
    if let lines = json as? [String] { return Array(lines.joined(separator: "\n").utf8) }
    return Array((json as? String ?? "").utf8)
  }
}
