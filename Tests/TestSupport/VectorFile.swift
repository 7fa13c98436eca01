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
/// A line is `"input" => "output"`, or `"input" => =` when the input comes out unchanged. Between quotes stand ASCII
/// characters and the escapes `\"`, `\\`, `\n`, `\r`, `\t` and `\xHH`. Empty lines and lines that begin with `#` are
/// skipped; anything else is an error. `exceptions.txt` is no vector file, see `Exceptions`.
public enum VectorFile {
  /// What a line does wrong.
  public struct Malformed: Error, CustomStringConvertible {
    public let place: String
    public var description: String { "malformed vector at \(place)" }
  }

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
      guard let (input, output) = parse(line) else { throw Malformed(place: place) }
      return Vector(name: name, input: input, output: output ?? input, place: place)
    }
    if vectors.isEmpty { throw Malformed(place: "\(directory)/\(name).txt: no vectors") }
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

  private static func url(_ path: String) -> URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Vectors").appendingPathComponent(path)
  }

  private static func lines(of path: String) throws -> [(line: String, place: String)] {
    let text = try String(decoding: Data(contentsOf: url(path)), as: UTF8.self)
    return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap { number, line in
      if line.isEmpty || line.hasPrefix("#") { return nil }
      return (String(line), "Tests/Vectors/\(path):\(number + 1): \(line)")
    }
  }

  private static func parse(_ line: String) -> (input: [UInt8], output: [UInt8]?)? {
    var rest = Substring(line)
    guard let input = takeQuoted(&rest) else { return nil }
    rest = rest.drop { $0 == " " }
    guard rest.hasPrefix("=> ") else { return nil }
    rest = rest.dropFirst(3)
    if rest == "=" { return (input, nil) }
    guard let output = takeQuoted(&rest), rest.isEmpty else { return nil }
    return (input, output)
  }

  private static func takeQuoted(_ text: inout Substring) -> [UInt8]? {
    guard text.popFirst() == "\"" else { return nil }
    var bytes: [UInt8] = []
    while let character = text.popFirst() {
      if character == "\"" { return bytes }
      guard let plain = character.asciiValue else { return nil }
      if character != "\\" {
        bytes.append(plain)
        continue
      }
      switch text.popFirst() {
      case "\"": bytes.append(UInt8(ascii: "\""))
      case "\\": bytes.append(UInt8(ascii: "\\"))
      case "n": bytes.append(UInt8(ascii: "\n"))
      case "r": bytes.append(UInt8(ascii: "\r"))
      case "t": bytes.append(UInt8(ascii: "\t"))
      case "x":
        guard text.count >= 2, let byte = UInt8(text.prefix(2), radix: 16) else { return nil }
        bytes.append(byte)
        text = text.dropFirst(2)
      default: return nil
      }
    }
    return nil
  }
}
