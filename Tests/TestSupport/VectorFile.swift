internal import Foundation

/// One line of a vector file: what goes in and what must come out.
public struct Vector {
  /// The file's name without `.txt`: what the vector is for.
  public let name: String
  public let input: [UInt8]
  public let output: [UInt8]
  /// Where it stands, for a failure's message: path, line and text.
  public let place: String

  /// Whether the line says `=> =`.
  public var isUnchanged: Bool { input == output }
}

/// Our own test vectors: `Tests/Vectors/<directory>/<name>.txt`.
///
/// A line is `"input" => "output"`, or `"input" => =` when the input comes out unchanged; for strings see `VectorLine`.
/// Empty lines and lines that begin with `#` are skipped; anything else is an error. `exceptions.txt` is no vector file, see `Exceptions`.
public enum VectorFile {
  private static let exceptionsFile = "exceptions.txt"

  /// The names of the vector files of a directory, sorted by their bytes.
  public static func names(in directory: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: url(directory).path)
      .filter { $0.hasSuffix(".txt") && $0 != exceptionsFile }
      .map { String($0.dropLast(4)) }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The vectors of one file; a file without any is malformed.
  public static func vectors(in directory: String, name: String) throws -> [Vector] {
    let vectors = try lines(of: "\(directory)/\(name).txt").map { line, place in
      var reader = VectorLine(line, place: place)
      let input = try reader.string()
      guard reader.take("=>") else { throw reader.malformed }
      let output = reader.take("=") ? input : try reader.string()
      guard reader.isAtEnd else { throw reader.malformed }
      return Vector(name: name, input: input, output: output, place: place)
    }
    if vectors.isEmpty { throw VectorLine.Malformed(place: "\(directory)/\(name).txt: no vectors") }
    return vectors
  }

  /// Calls `body` with each vector of each file of a directory.
  public static func forEach(in directory: String, _ body: (Vector) throws -> Void) throws {
    for name in try names(in: directory) {
      for vector in try vectors(in: directory, name: name) { try body(vector) }
    }
  }

  /// `bytes` as a vector file writes them.
  public static func quoted(_ bytes: [UInt8]) -> String {
    var text = "\""
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "\""): text += "\\\""
      case UInt8(ascii: "\\"): text += "\\\\"
      case 0x20..<0x7f: text.unicodeScalars.append(Unicode.Scalar(byte))
      default: text += String(format: "\\x%02x", byte)
      }
    }
    return text + "\""
  }

  /// - Parameter path: below `Tests/Vectors`.
  static func url(_ path: String) -> URL { checkout.appendingPathComponent("Tests/Vectors/\(path)") }

  /// The lines of a file that hold something, each with its place.
  ///
  /// - Parameter path: below `Tests/Vectors`.
  public static func lines(of path: String) throws -> [(line: String, place: String)] {
    let text = try String(decoding: Data(contentsOf: url(path)), as: UTF8.self)
    return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap { number, line in
      if line.isEmpty || line.hasPrefix("#") { return nil }
      return (String(line), "Tests/Vectors/\(path):\(number + 1): \(line)")
    }
  }
}
