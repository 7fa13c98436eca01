internal import Foundation

/// Regression tests sent through a proxy, and what its log says of each.
///
/// As with go-ftw, a request with the header `X-CRS-Test` stands between any two in the log, where rule 999999 writes
/// its value down. The log is read once, after everything was sent: a proxy writes it with a delay.
public struct LiveRun {
  private var statuses: [FTWAttempt.Place: Int] = [:]
  private var lines: [FTWAttempt.Place: [String]] = [:]

  /// What keeps a run from being judged.
  public struct Failure: Error, CustomStringConvertible {
    public let description: String
  }

  /// Sends all stages and reads the log.
  ///
  /// - Parameters:
  ///   - cases: what is sent, the exclusions left out.
  ///   - log: the file the proxy writes its error lines to.
  public init(_ cases: [FTWCase], through proxy: LiveProxy, log: String) throws {
    let attempts = FTWAttempt.all(of: cases)
    for (index, attempt) in attempts.enumerated() {
      try mark(index, proxy)
      statuses[attempt.place] = try proxy.status(for: attempt.request)
    }
    try mark(attempts.count, proxy)
    let all = try Self.read(log, until: Self.marker(attempts.count))
    var current = -1
    for line in all.split(separator: "\n") {
      if current + 1 <= attempts.count, line.contains(Self.marker(current + 1)) {
        current += 1
      } else if current >= 0, current < attempts.count, line.contains("[id \""), !line.contains("AuditLog:") {
        lines[attempts[current].place, default: []].append(String(line))
      }
    }
    guard current == attempts.count else {
      throw Failure(description: "\(log): the marker '\(Self.marker(current + 1))' is missing")
    }
  }

  /// What came of one attempt.
  func exchange(_ attempt: FTWAttempt) -> Exchange {
    var exchange = Exchange()
    exchange.status = statuses[attempt.place]
    exchange.log = lines[attempt.place] ?? []
    let ids = exchange.log.flatMap { line in line.matches(of: /\[id "([0-9]+)"\]/).compactMap { Int64($0.1) } }
    exchange.ids = Set(ids).sorted()
    return exchange
  }

  private static func marker(_ index: Int) -> String { "X-CRS-Test portcullis-\(index)\"" }

  private func mark(_ index: Int, _ proxy: LiveProxy) throws {
    let request = """
      GET /status/200 HTTP/1.1\r
      Host: localhost\r
      User-Agent: portcullis\r
      X-CRS-Test: portcullis-\(index)\r
      Connection: close\r
      \r

      """
    guard try proxy.status(for: [UInt8](request.utf8)) == 200 else {
      throw Failure(description: "the request that marks the log was not answered with 200")
    }
  }

  /// The log, once it has `marker`.
  private static func read(_ path: String, until marker: String) throws -> String {
    for _ in 0..<200 {
      let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
      if text.suffix(20_000).contains(marker) { return text }
      Thread.sleep(forTimeInterval: 0.05)
    }
    throw Failure(description: "\(path): no line of rule 999999 has '\(marker)' after 10 s")
  }
}
