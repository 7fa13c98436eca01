import Conformance
import Foundation
import NIOConcurrencyHelpers

/// The requests that reached the upstream, whole, in the order in which they ended.
final class SeenRequests: Sendable {
  /// The newest requests are kept, so that a long run does not fill the memory.
  private static let limit = 1000
  private let requests = NIOLockedValueBox<[HTTPRequest]>([])

  func add(_ request: HTTPRequest) {
    requests.withLockedValue {
      if $0.count == Self.limit { $0.removeFirst() }
      $0.append(request)
    }
  }

  func forget() { requests.withLockedValue { $0 = [] } }

  /// An array with an object for each: `method`, `target`, `version`, `headers` (pairs, in order) and `body` (Base64).
  /// Bytes that are not UTF-8 stand in names and values as U+FFFD.
  func json() throws -> [UInt8] {
    struct Row: Encodable {
      var method: String
      var target: String
      var version: String
      var headers: [[String]]
      var body: Data
    }
    func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let rows = requests.withLockedValue { $0 }.map { request in
      Row(
        method: text(request.method), target: text(request.target), version: text(request.version),
        headers: request.headers.map { [text($0.name), text($0.value)] }, body: Data(request.body))
    }
    return [UInt8](try encoder.encode(rows))
  }
}
