public import Foundation
internal import TestSupport

/// The reference data the tests read: rules, vectors, recorded behaviour. See `ReferenceTestCase` for its absence.
public enum SharedData {
  /// `$PORTCULLIS_SHARED`, else `shared` beside the checkout, else what `scripts/fetch-reference` brought.
  public static let root: URL = {
    if let path = ProcessInfo.processInfo.environment["PORTCULLIS_SHARED"] { return URL(fileURLWithPath: path) }
    let beside = checkout.deletingLastPathComponent().appendingPathComponent("shared")
    return FileManager.default.fileExists(atPath: beside.path)
      ? beside : checkout.appendingPathComponent(".build/reference")
  }()

  /// Whether there is a file or folder of this name.
  public static func has(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: root.appendingPathComponent(path).path)
  }

  public static func data(_ path: String) throws -> Data { try Data(contentsOf: root.appendingPathComponent(path)) }

  /// The JSON object of each line of a `.jsonl` file.
  public static func jsonLines(_ path: String) throws -> [[String: Any]] {
    try data(path).split(separator: UInt8(ascii: "\n")).map { line in
      guard let object = try JSONSerialization.jsonObject(with: line) as? [String: Any] else {
        throw CocoaError(.fileReadCorruptFile)
      }
      return object
    }
  }
}

/// The bytes that `hex` spells, or `nil`.
public func bytes(hex: String) -> [UInt8]? {
  let digits = Array(hex.utf8)
  guard digits.count.isMultiple(of: 2) else { return nil }
  var result: [UInt8] = []
  for index in stride(from: 0, to: digits.count, by: 2) {
    guard let byte = UInt8(String(decoding: digits[index..<index + 2], as: UTF8.self), radix: 16) else { return nil }
    result.append(byte)
  }
  return result
}
