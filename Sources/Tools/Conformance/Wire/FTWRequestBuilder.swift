internal import Foundation

/// The bytes go-ftw 2.3 sends for a stage.
///
/// Source: `crs.md` §5, and the recorded requests, which it reproduces to the byte.
public struct FTWRequestBuilder {
  private static let form = "application/x-www-form-urlencoded"
  public init() {}

  public func bytes(for input: FTWInput) -> [UInt8] {
    if let request = input.encodedRequest { return request }
    var headers = input.headers.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    var body = [UInt8](expandingTemplate(input.data).utf8)
    func value(_ name: String) -> String? { headers.first { $0.name.lowercased() == name }?.value }

    if input.autocompleteHeaders && !body.isEmpty {
      if value("content-type") == nil { headers.append(("Content-Type", Self.form)) }
      if value("content-type") == Self.form { body = escapedForm(body) }
    }
    if value("content-type")?.hasPrefix("multipart/form-data;") == true { body = withCRLF(body) }
    if input.autocompleteHeaders {
      if value("connection") == nil { headers.append(("Connection", "close")) }
      let hasBody = !body.isEmpty || ["POST", "PUT", "PATCH", "DELETE"].contains(input.method)
      if hasBody && value("content-length") == nil { headers.append(("Content-Length", String(body.count))) }
    }
    var request = [UInt8]("\(input.method) \(input.uri) \(input.version)\r\n".utf8)
    for (name, value) in headers { request += "\(name): \(value)\r\n".utf8 }
    return request + "\r\n".utf8 + body
  }

  /// The one template call that the tests use, `{{ "text" | repeat n }}`; anything else stays as it is.
  private func expandingTemplate(_ text: String) -> String {
    var result = text
    while let match = result.firstMatch(of: /\{\{ "([^"]*)" \| repeat ([0-9]+) \}\}/) {
      result.replaceSubrange(match.range, with: String(repeating: String(match.1), count: Int(match.2) ?? 0))
    }
    return result
  }

  /// Names and values escaped, unless the form holds something that already is.
  private func escapedForm(_ body: [UInt8]) -> [UInt8] {
    if body.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) { return body }
    let pairs = body.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false).map { pair in
      let equals = pair.firstIndex(of: UInt8(ascii: "="))
      guard let equals else { return escaped(pair) }
      return escaped(pair[..<equals]) + "=".utf8 + escaped(pair[(equals + 1)...])
    }
    return Array(pairs.joined(separator: "&".utf8))
  }

  private func escaped(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    bytes.flatMap { byte -> [UInt8] in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
        UInt8(ascii: "~"):
        return [byte]
      case UInt8(ascii: " "): return [UInt8(ascii: "+")]
      default: return [UInt8](String(format: "%%%02X", byte).utf8)
      }
    }
  }

  private func withCRLF(_ body: [UInt8]) -> [UInt8] {
    body.flatMap { $0 == UInt8(ascii: "\n") ? [UInt8(ascii: "\r"), UInt8(ascii: "\n")] : [$0] }
  }
}
