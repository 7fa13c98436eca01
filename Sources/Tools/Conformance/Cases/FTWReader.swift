internal import Foundation
internal import Yams

/// What keeps a test file from being read.
public struct FTWFileError: Error, CustomStringConvertible {
  public let file: String
  public let problem: String
  public var description: String { "\(file): \(problem)" }
}

/// Reads go-ftw test files.
///
/// A field nobody knows is a problem of its test: a check that is not understood must not pass as one that held.
public struct FTWReader {
  public init() {}

  /// The tests of a file, or of all `.yaml` and `.yml` files under a directory, in the order of their paths.
  public func cases(at path: String) throws -> [FTWCase] {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      throw FTWFileError(file: path, problem: "no such file or directory")
    }
    if !isDirectory.boolValue { return try cases(inFile: path) }
    let names = FileManager.default.enumerator(atPath: path)?.allObjects.compactMap { $0 as? String } ?? []
    return try names.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.sorted()
      .flatMap { try cases(inFile: "\(path)/\($0)") }
  }

  private func cases(inFile file: String) throws -> [FTWCase] {
    let text = try String(contentsOfFile: file, encoding: .utf8)
    guard let root = try Yams.compose(yaml: text)?.mapping else { return [] }
    try check(root, ["meta", "rule_id", "tests"], file)
    let rule = root["rule_id"]?.text ?? ""
    return try (root["tests"]?.sequence ?? []).map { node in
      guard let test = node.mapping, let number = test["test_id"]?.text else {
        throw FTWFileError(file: file, problem: "a test without test_id")
      }
      var item = FTWCase(id: "\(rule)-\(number)", file: file, stages: [])
      do {
        try check(test, ["test_id", "test_title", "desc", "stages", "rule_id"], file)
        item.stages = try (test["stages"]?.sequence ?? []).map { try stage($0, file) }
      } catch let error as FTWFileError {
        item.problem = error.problem
      }
      return item
    }
  }

  private func stage(_ node: Node, _ place: String) throws -> FTWStage {
    guard let mapping = node.mapping, let input = mapping["input"]?.mapping else {
      throw FTWFileError(file: place, problem: "a stage without input")
    }
    try check(mapping, ["description", "input", "output"], place)
    var stage = FTWStage()
    stage.input = try self.input(input, place)
    if let output = mapping["output"]?.mapping { stage.output = try self.output(output, place) }
    return stage
  }

  private func input(_ node: Node.Mapping, _ place: String) throws -> FTWInput {
    try check(
      node,
      ["dest_addr", "port", "method", "uri", "version", "headers", "data", "autocomplete_headers", "encoded_request"],
      place)
    var input = FTWInput()
    if let method = node["method"]?.text { input.method = method }
    if let uri = node["uri"]?.text { input.uri = uri }
    if let version = node["version"]?.text { input.version = version }
    if let data = node["data"]?.text { input.data = data }
    if let flag = node["autocomplete_headers"]?.text { input.autocompleteHeaders = flag != "false" }
    for (name, value) in node["headers"]?.mapping ?? [:] {
      input.headers.append((name.text ?? "", value.text ?? ""))
    }
    if let encoded = node["encoded_request"]?.text {
      guard let bytes = Data(base64Encoded: encoded, options: .ignoreUnknownCharacters) else {
        throw FTWFileError(file: place, problem: "encoded_request is not Base64")
      }
      input.encodedRequest = [UInt8](bytes)
    }
    return input
  }

  private func output(_ node: Node.Mapping, _ place: String) throws -> FTWOutput {
    try check(node, ["status", "expect_error", "retry_once", "log"], place)
    var output = FTWOutput()
    if let statuses = node["status"]?.sequence {
      output.statuses = statuses.compactMap { $0.text.flatMap { Int($0) } }
    } else if let status = node["status"]?.text.flatMap({ Int($0) }) {
      output.statuses = [status]
    }
    output.expectsError = node["expect_error"]?.text.map { $0 == "true" }
    output.retryOnce = node["retry_once"]?.text == "true"
    guard let log = node["log"]?.mapping else { return output }
    try check(log, ["expect_ids", "no_expect_ids", "match_regex", "no_match_regex"], place)
    output.expectedIDs = try ids(log["expect_ids"], place)
    output.forbiddenIDs = try ids(log["no_expect_ids"], place)
    output.expectedPattern = log["match_regex"]?.text
    output.forbiddenPattern = log["no_match_regex"]?.text
    return output
  }

  private func ids(_ node: Node?, _ place: String) throws -> [Int64] {
    try (node?.sequence ?? []).map { node in
      guard let id = node.text.flatMap({ Int64($0) }) else {
        throw FTWFileError(file: place, problem: "an id that is no number")
      }
      return id
    }
  }

  private func check(_ mapping: Node.Mapping, _ known: Set<String>, _ place: String) throws {
    for (key, _) in mapping where !known.contains(key.text ?? "") {
      throw FTWFileError(file: place, problem: "unknown field '\(key.text ?? "")'")
    }
  }
}

extension Node {
  /// A scalar as written, whatever type YAML would give it.
  fileprivate var text: String? {
    if case .scalar(let scalar) = self { return scalar.string }
    return nil
  }
}
