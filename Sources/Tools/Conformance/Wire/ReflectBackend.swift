internal import Foundation

/// A response as the rules of phases 3 and 4 see it.
public struct HTTPResponse: Sendable {
  public var status = 200
  public var headers: [(name: String, value: String)] = []
  public var body: [UInt8] = []

  public init() {}
}

/// Answers as the backend of the regression tests does.
///
/// `/reflect` answers what the JSON in the request's body describes: `status`, `headers`, `body` or, in Base64,
/// `encodedBody`; `/status/N` answers with the status N; everything else is 200 without a body.
public struct ReflectBackend {
  private struct Description: Decodable {
    var status: Int?
    var headers: [String: String]?
    var body: String?
    var encodedBody: String?
  }

  public init() {}

  public func answer(_ request: HTTPRequest) -> HTTPResponse {
    let path = request.target.prefix { $0 != UInt8(ascii: "?") }
    if path.elementsEqual("/reflect".utf8) { return reflect(request.body) }
    var response = HTTPResponse()
    if path.starts(with: "/status/".utf8),
      let status = Int(String(decoding: path.dropFirst(8), as: UTF8.self)), (200..<600).contains(status)
    {
      response.status = status
    }
    return finished(response)
  }

  private func reflect(_ body: [UInt8]) -> HTTPResponse {
    var response = HTTPResponse()
    if body.isEmpty { return finished(response) }
    guard let description = try? JSONDecoder().decode(Description.self, from: Data(body)) else {
      response.status = 400
      response.body = [UInt8]("Invalid JSON in request body".utf8)
      return finished(response)
    }
    response.status = description.status ?? 200
    response.headers = (description.headers ?? [:]).map { ($0.key, $0.value) }.sorted { $0.name < $1.name }
    if let encoded = description.encodedBody, let bytes = Data(base64Encoded: encoded) {
      response.body = [UInt8](bytes)
    } else if let text = description.body {
      response.body = [UInt8](text.utf8)
    }
    return finished(response)
  }

  private func finished(_ response: HTTPResponse) -> HTTPResponse {
    var response = response
    func has(_ name: String) -> Bool { response.headers.contains { $0.name.lowercased() == name } }
    if !has("content-type") && !response.body.isEmpty {
      response.headers.append(("Content-Type", mediaType(of: response.body)))
    }
    if !has("content-length") { response.headers.append(("Content-Length", String(response.body.count))) }
    return response
  }

  /// What servers written in Go say of a body nobody named a type for: the beginnings that browsers look for.
  private func mediaType(of body: [UInt8]) -> String {
    let text = body.drop { [0x09, 0x0a, 0x0c, 0x0d, 0x20].contains($0) }
    let beginning = text.prefix(16).lowercasedASCII
    let tags = [
      "<!doctype html", "<html", "<head", "<script", "<iframe", "<h1", "<div", "<font", "<table", "<a", "<style",
      "<title", "<b", "<body", "<br", "<p", "<!--",
    ]
    for tag in tags where beginning.starts(with: tag.utf8) {
      if tag == "<!--" { return "text/html; charset=utf-8" }
      let next = text.dropFirst(tag.utf8.count).first
      if next == UInt8(ascii: " ") || next == UInt8(ascii: ">") { return "text/html; charset=utf-8" }
    }
    if beginning.starts(with: "<?xml".utf8) { return "text/xml; charset=utf-8" }
    let isBinary = body.prefix(512).contains {
      $0 <= 0x08 || $0 == 0x0b || (0x0e...0x1a).contains($0) || (0x1c...0x1f).contains($0)
    }
    return isBinary ? "application/octet-stream" : "text/plain; charset=utf-8"
  }
}
