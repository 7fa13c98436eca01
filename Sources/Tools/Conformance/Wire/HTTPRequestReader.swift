/// Reads an HTTP/1 request as Apache httpd 2.4 does in its default, strict mode.
///
/// The regression tests were written for httpd in front of the rules: what it refuses by itself (a fragment in the
/// target, an unusable Host, control characters) they expect to be refused, what it lets through must reach the rules.
/// Source: RFC 9112, and the statuses recorded of httpd.
public struct HTTPRequestReader {
  private let bytes: [UInt8]
  private var position = 0

  public static func read(_ bytes: [UInt8]) -> HTTPRequestReading {
    var reader = HTTPRequestReader(bytes: bytes)
    return reader.read()
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private mutating func read() -> HTTPRequestReading {
    var request = HTTPRequest()
    var line = nextLine()
    if line.isEmpty { line = nextLine() }
    let words = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false).map { Array($0) }
    guard words.count == 2 || words.count == 3, isToken(words[0]), isTarget(words[1], of: words[0]) else {
      return .rejected(status: 400)
    }
    request.method = words[0]
    request.target = words[1]
    if words.count == 2 || words[2].isEmpty {
      guard request.method.elementsEqual("GET".utf8) else { return .rejected(status: 400) }
      request.version = [UInt8]("HTTP/0.9".utf8)
      return .simple(request)
    }
    request.version = words[2]
    guard isVersion(words[2]), readHeaders(into: &request) else { return .rejected(status: 400) }
    guard hasUsableHost(request), hasUsableLength(request) else { return .rejected(status: 400) }
    readBody(of: &request)
    return .request(request)
  }

  /// Up to the next line feed, without it and the carriage return before it.
  private mutating func nextLine() -> ArraySlice<UInt8> {
    let end = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
    var line = bytes[position..<end]
    position = min(end + 1, bytes.endIndex)
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    return line
  }

  /// - Returns: whether every line is a field line.
  private mutating func readHeaders(into request: inout HTTPRequest) -> Bool {
    var lines: [[UInt8]] = []
    while position < bytes.count {
      let line = nextLine()
      if line.isEmpty { break }
      if let first = line.first, first == UInt8(ascii: " ") || first == UInt8(ascii: "\t"), !lines.isEmpty {
        lines[lines.count - 1] += [UInt8(ascii: " ")] + line.trimmedBlanks
      } else {
        lines.append(Array(line))
      }
    }
    for line in lines {
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")), isToken(Array(line[..<colon])) else { return false }
      let name = Array(line[..<colon])
      let value = line[(colon + 1)...].trimmedBlanks
      if value.contains(where: { $0 < 0x20 && $0 != 0x09 || $0 == 0x7f }) { return false }
      let key = name.lowercasedASCII
      if let known = request.headers.firstIndex(where: { $0.name.lowercasedASCII == key }) {
        request.headers[known].value += [UInt8]((key == Array("host".utf8) ? " , " : ", ").utf8) + value
      } else {
        request.headers.append((name, value))
      }
    }
    return true
  }

  /// RFC 9112 §6.3: the last coding is chunked, or the length is one number.
  private func hasUsableLength(_ request: HTTPRequest) -> Bool {
    if let coding = request.header("transfer-encoding") {
      return coding.lowercasedASCII.split(separator: UInt8(ascii: ",")).last?.trimmedBlanks == Array("chunked".utf8)
    }
    guard let length = request.header("content-length") else { return true }
    return length.allSatisfy(isDigit) && Int(String(decoding: length, as: UTF8.self)) != nil
  }

  private mutating func readBody(of request: inout HTTPRequest) {
    if request.header("transfer-encoding") != nil {
      // RFC 9112 §6.3: the coding decides, the length is not passed on.
      request.headers.removeAll { $0.name.lowercasedASCII == Array("content-length".utf8) }
      readChunks(of: &request)
    } else if let length = request.header("content-length") {
      request.body = Array(bytes[position...].prefix(Int(String(decoding: length, as: UTF8.self)) ?? 0))
    }
  }

  /// Takes what there is of a chunked body; an end that is missing is not waited for.
  private mutating func readChunks(of request: inout HTTPRequest) {
    while position < bytes.count {
      let size = nextLine().prefix { $0 != UInt8(ascii: ";") }
      guard let count = Int(String(decoding: Array(size).filter { $0 != 0x20 }, as: UTF8.self), radix: 16) else {
        request.hasBrokenFraming = true
        return
      }
      if count <= 0 { return }
      let chunk = bytes[position...].prefix(count)
      request.body += chunk
      position = chunk.endIndex
      _ = nextLine()
    }
  }

  private func isToken(_ word: [UInt8]) -> Bool {
    !word.isEmpty && word.allSatisfy { (0x21...0x7e).contains($0) && !"\"(),/:;<=>?@[\\]{}".utf8.contains($0) }
  }

  /// RFC 9112 §3.2: a path, an absolute URI with a path or without, `*` of OPTIONS, the authority of CONNECT.
  private func isTarget(_ word: [UInt8], of method: [UInt8]) -> Bool {
    guard let first = word.first, word.allSatisfy({ $0 > 0x20 && $0 != 0x7f && $0 != UInt8(ascii: "#") }) else {
      return false
    }
    if method.elementsEqual("CONNECT".utf8) { return isHost(word[...]) && word.contains(UInt8(ascii: ":")) }
    if first == UInt8(ascii: "/") { return true }
    if word.elementsEqual("*".utf8) { return method.elementsEqual("OPTIONS".utf8) }
    guard let colon = word.firstIndex(of: UInt8(ascii: ":")), isToken(Array(word[..<colon])) else { return false }
    return word[(colon + 1)...].first == UInt8(ascii: "/")
  }

  /// `HTTP/d.d`, at least 1.0.
  private func isVersion(_ word: [UInt8]) -> Bool {
    guard word.count == 8, word.starts(with: "HTTP/".utf8), word[6] == UInt8(ascii: ".") else { return false }
    return (0x31...0x39).contains(word[5]) && (0x30...0x39).contains(word[7])
  }

  /// RFC 9112 §3.2: HTTP/1.1 needs a Host; where there is one it is a name or address with an optional port.
  private func hasUsableHost(_ request: HTTPRequest) -> Bool {
    let isOld = request.version.elementsEqual("HTTP/1.0".utf8)
    guard let host = request.header("host") else { return isOld }
    if host.isEmpty { return isOld }
    if host.first == UInt8(ascii: "[") {
      return host.allSatisfy { "0123456789abcdefABCDEF:.[]".utf8.contains($0) }
    }
    return isHost(host[...])
  }

  /// A name or an IPv4 address, and a port or none.
  private func isHost(_ host: ArraySlice<UInt8>) -> Bool {
    let parts = host.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    let isName = parts[0].allSatisfy { byte in isDigit(byte) || isLetter(byte) || "-._".utf8.contains(byte) }
    let hasNumbersOnly = parts[0].allSatisfy { isDigit($0) || $0 == UInt8(ascii: ".") }
    if hasNumbersOnly && parts[0].count(where: { $0 == UInt8(ascii: ".") }) != 3 { return false }
    return isName && parts.count <= 2 && (parts.count == 1 || parts[1].allSatisfy(isDigit))
  }

  private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7a).contains(byte | 0x20) }
}

extension ArraySlice<UInt8> {
  fileprivate var trimmedBlanks: [UInt8] {
    let start = firstIndex { $0 != 0x20 && $0 != 0x09 } ?? endIndex
    let end = lastIndex { $0 != 0x20 && $0 != 0x09 }.map { $0 + 1 } ?? start
    return Array(self[start..<Swift.max(start, end)])
  }
}
