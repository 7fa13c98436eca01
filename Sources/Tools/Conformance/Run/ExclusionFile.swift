internal import Foundation

/// Cases that are left out: a line holds the id of a case and, after blanks, the reason; `#` begins a comment line.
public enum ExclusionFile {
  /// A line without a reason.
  public struct Malformed: Error, CustomStringConvertible {
    public let place: String
    public var description: String { "\(place): an id and a reason are wanted" }
  }

  /// - Returns: the reasons by case id.
  public static func read(_ path: String) throws -> [String: String] {
    var exclusions: [String: String] = [:]
    let text = try String(contentsOfFile: path, encoding: .utf8)
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if line.isEmpty || line.hasPrefix("#") { continue }
      let parts = line.split(separator: " ", maxSplits: 1)
      guard parts.count == 2 else { throw Malformed(place: "\(path):\(number + 1)") }
      exclusions[String(parts[0])] = String(parts[1])
    }
    return exclusions
  }
}
