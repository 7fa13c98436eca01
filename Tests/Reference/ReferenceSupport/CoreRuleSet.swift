import Foundation

/// The regular expressions of the Core Rule Set, and what its regression tests send.
public enum CoreRuleSet {
  /// The argument of each `@rx` in the rules of CRS 4.28, quotes unescaped.
  public static func patterns() throws -> [[UInt8]] {
    let folder = SharedData.root.appendingPathComponent("crs/4.28.0/rules")
    let found = try patterns(in: folder)
    guard found.count == 318 else { throw CocoaError(.fileReadCorruptFile) }
    return found
  }

  /// The arguments of the `@rx` rules of paranoia level 1 that look at ARGS in phase 2 and do not negate.
  public static func argumentPatterns() throws -> [[UInt8]] {
    let folder = SharedData.root.appendingPathComponent("crs/4.28.0/rules")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".conf") }
      .sorted()
    var result: [[UInt8]] = []
    for file in files {
      let text = String(decoding: try Data(contentsOf: folder.appendingPathComponent(file)), as: UTF8.self)
      let rules = text.replacingOccurrences(of: "\\\n", with: " ").split(separator: "\n")
      for rule in rules
      where rule.hasPrefix("SecRule ") && rule.contains("paranoia-level/1") && rule.contains("phase:2") {
        let variables = rule.split(separator: " ")[1].split(separator: "|")
        guard variables.contains("ARGS"), rule.contains("\"@rx ") else { continue }
        if let argument = operatorArgument(Data(rule.utf8)) { result.append(argument) }
      }
    }
    return result
  }

  /// Those of CRS 3.3 in the folder that `PORTCULLIS_CRS3` names, if it does.
  public static func olderPatterns() throws -> [[UInt8]] {
    guard let path = ProcessInfo.processInfo.environment["PORTCULLIS_CRS3"] else { return [] }
    return try patterns(in: URL(fileURLWithPath: path))
  }

  private static func patterns(in folder: URL) throws -> [[UInt8]] {
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".conf") }
      .sorted()
    return try files.flatMap { file in
      try Data(contentsOf: folder.appendingPathComponent(file)).split(separator: 10).compactMap { operatorArgument($0) }
    }
  }

  /// What follows `"@rx ` or `"!@rx ` in a line of rules, up to the closing quote.
  private static func operatorArgument(_ line: Data) -> [UInt8]? {
    let line = [UInt8](line)
    if line.first(where: { $0 != 0x20 && $0 != 0x09 }) == UInt8(ascii: "#") { return nil }
    for mark in ["\"@rx ", "\"!@rx "].map({ Array($0.utf8) }) {
      guard line.count >= mark.count,
        let start = (0...line.count - mark.count).first(where: { line[$0..<$0 + mark.count].elementsEqual(mark) })
      else { continue }
      var argument: [UInt8] = []
      var index = start + mark.count
      while index < line.count, line[index] != UInt8(ascii: "\"") {
        if line[index] == UInt8(ascii: "\\"), index + 1 < line.count {
          if line[index + 1] != UInt8(ascii: "\"") { argument.append(line[index]) }
          index += 1
        }
        argument.append(line[index])
        index += 1
      }
      return argument
    }
    return nil
  }

  /// The values in the queries and bodies of the regression tests' requests, decoded, each once.
  public static func payloads() throws -> [[UInt8]] {
    var seen = Set<[UInt8]>()
    var result: [[UInt8]] = []
    for line in try SharedData.jsonLines("crs/recorded/wire-dev.jsonl") {
      guard let text = line["wire"] as? String, let data = Data(base64Encoded: text) else {
        throw CocoaError(.fileReadCorruptFile)
      }
      let wire = [UInt8](data)
      var parts: [ArraySlice<UInt8>] = []
      let head = wire.split(separator: 0x20, maxSplits: 2, omittingEmptySubsequences: false)
      if head.count > 1, let mark = head[1].firstIndex(of: UInt8(ascii: "?")) {
        parts += head[1][(mark + 1)...].split(separator: UInt8(ascii: "&"))
      }
      if let body = Data(wire).range(of: Data("\r\n\r\n".utf8)) {
        parts += wire[body.upperBound...].split(separator: UInt8(ascii: "&"))
      }
      for part in parts {
        let value = part.firstIndex(of: UInt8(ascii: "=")).map { part[($0 + 1)...] } ?? part
        let decoded = urlDecoded(value)
        if decoded.count <= 4096 && seen.insert(decoded).inserted { result.append(decoded) }
      }
    }
    return result
  }

  private static func urlDecoded(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var index = text.startIndex
    while index < text.endIndex {
      if text[index] == UInt8(ascii: "%"), index + 2 < text.endIndex,
        let byte = UInt8(String(decoding: text[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
      {
        result.append(byte)
        index += 3
      } else {
        result.append(text[index] == UInt8(ascii: "+") ? 0x20 : text[index])
        index += 1
      }
    }
    return result
  }
}
