public import Foundation

/// The reference data the tests read: rules, vectors, recorded behaviour. Its absence is a failure, not a skip.
public enum SharedData {
  /// `$PORTCULLIS_SHARED`, else `shared` beside the checkout.
  public static let root: URL = {
    if let path = ProcessInfo.processInfo.environment["PORTCULLIS_SHARED"] { return URL(fileURLWithPath: path) }
    return URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("shared")
  }()

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
