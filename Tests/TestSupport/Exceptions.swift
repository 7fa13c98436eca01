public import Foundation
public import XCTest

/// A file of vectors that are not kept, one to a line: `what | reason`. A line that nothing needs any more fails.
public final class Exceptions {
  private var reasons: [String: String] = [:]
  private var used: Set<String> = []
  private let name: String

  /// - Parameter path: below `Tests/Vectors`.
  public init(in path: String) throws {
    name = path
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Vectors").appendingPathComponent(path)
    for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") where !line.hasPrefix("#") {
      let parts = line.split(separator: "|", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
      guard parts.count == 2, !parts[1].isEmpty else {
        throw NSError(domain: "exception without a reason: \(line)", code: 1)
      }
      reasons[parts[0]] = parts[1]
    }
  }

  /// Whether the file lists `what`; notes that it was needed.
  public func covers(_ what: String) -> Bool {
    guard reasons[what] != nil else { return false }
    used.insert(what)
    return true
  }

  public func assertAllUsed(file: StaticString = #filePath, line: UInt = #line) {
    let idle = Set(reasons.keys).subtracting(used).sorted()
    XCTAssertTrue(idle.isEmpty, "\(name) lists what is kept by now: \(idle)", file: file, line: line)
  }
}
