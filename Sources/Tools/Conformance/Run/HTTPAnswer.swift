internal import Foundation

/// An HTTP/1 response while it comes in: its status, and where it ends.
struct HTTPAnswer {
  private enum Framing {
    case length(Int)
    case chunked
    case untilClose
  }
  private var bytes: [UInt8] = []
  private var bodyStart: Int?
  private var framing = Framing.untilClose
  private let hasNoBody: Bool
  private(set) var status: Int?

  /// - Parameter hasNoBody: whether it answers HEAD.
  init(hasNoBody: Bool) { self.hasNoBody = hasNoBody }

  var isComplete: Bool {
    guard let bodyStart else { return false }
    switch framing {
    case .length(let count): return bytes.count - bodyStart >= count
    case .chunked: return bytes[bodyStart...].ends(with: "0\r\n\r\n")
    case .untilClose: return false
    }
  }

  mutating func append(_ chunk: ArraySlice<UInt8>) {
    bytes += chunk
    if bodyStart == nil { readHead() }
  }

  private mutating func readHead() {
    guard let end = Data(bytes).range(of: Data("\r\n\r\n".utf8)) else { return }
    let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
    let words = lines[0].split(separator: " ")
    guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]) else { return }
    if status == 100 {
      bytes.removeFirst(end.upperBound)
      return readHead()
    }
    self.status = status
    bodyStart = end.upperBound
    for line in lines.dropFirst() {
      let parts = line.lowercased().split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { continue }
      let value = parts[1].trimmingCharacters(in: .whitespaces)
      if parts[0] == "content-length", let count = Int(value) { framing = .length(count) }
      if parts[0] == "transfer-encoding" { framing = .chunked }
    }
    if hasNoBody || status == 204 || status == 304 { framing = .length(0) }
  }
}

extension ArraySlice<UInt8> {
  fileprivate func ends(with text: String) -> Bool { suffix(text.utf8.count).elementsEqual(text.utf8) }
}
