public import Foundation
public import XCTest

/// A file of cases that are not kept, one to a line: `what | reason`. A line that nothing needs any more fails.
///
/// The reason stands behind the last ` | `; lines that begin with `#` are comments.
public final class Exceptions {
  private var reasons: [String: String] = [:]
  private var used: Set<String> = []
  private let name: String

  /// - Parameter path: below `Tests/Vectors`.
  public init(in path: String) throws {
    name = path
    for line in try String(contentsOf: VectorFile.url(path), encoding: .utf8).split(separator: "\n")
    where !line.hasPrefix("#") {
      guard let bar = line.range(of: " | ", options: .backwards), bar.upperBound < line.endIndex else {
        throw NSError(domain: "exception without a reason: \(line)", code: 1)
      }
      guard reasons.updateValue(String(line[bar.upperBound...]), forKey: String(line[..<bar.lowerBound])) == nil else {
        throw NSError(domain: "an exception that stands twice: \(line)", code: 1)
      }
    }
  }

  /// Whether the file lists nothing.
  public var isEmpty: Bool { reasons.isEmpty }

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
