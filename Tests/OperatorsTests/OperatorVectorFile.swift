import Bytes
import Foundation

/// One line of a file in `Tests/Vectors/operators`.
///
///     "argument" "input" => match
///     "argument" "input" => match "TX.0" - "TX.2"     captures; - is a group that took no part
///     "argument" "input" => no match
///     "argument" => refused 4+7                        offset and length in the argument
///
/// Strings know `\\`, `\"`, `\n`, `\r`, `\t` and `\xHH`. `#` begins a comment line.
struct OperatorVector {
  enum Expectation: Equatable {
    case match(captures: [[UInt8]?]?)
    case noMatch
    case refused(offset: Int, length: Int)
  }
  var name: String
  var place: String
  var argument: [UInt8]
  var input: [UInt8]
  var expectation: Expectation
}

enum OperatorVectorFile {
  struct Malformed: Error { var place: String }

  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Vectors/operators")

  /// The operators that have a file.
  static func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".txt") && $0 != "exceptions.txt" }.map { String($0.dropLast(4)) }.sorted()
  }

  static func vectors(of name: String) throws -> [OperatorVector] {
    let text = try String(contentsOf: folder.appendingPathComponent("\(name).txt"), encoding: .utf8)
    var vectors: [OperatorVector] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if line.isEmpty || line.hasPrefix("#") { continue }
      let place = "operators/\(name).txt:\(index + 1)"
      var reader = LineReader(line: Array(line.utf8), place: place)
      vectors.append(try reader.vector(of: name))
    }
    return vectors
  }
}

private struct LineReader {
  let line: [UInt8]
  let place: String
  var index = 0

  init(line: [UInt8], place: String) {
    self.line = line
    self.place = place
  }

  mutating func vector(of name: String) throws -> OperatorVector {
    let argument = try string()
    var input: [UInt8] = []
    if skipBlanks(), line[index] == UInt8(ascii: "\"") { input = try string() }
    guard take("=>") else { throw OperatorVectorFile.Malformed(place: place) }
    let expectation = try self.expectation()
    guard !skipBlanks() else { throw OperatorVectorFile.Malformed(place: place) }
    return OperatorVector(name: name, place: place, argument: argument, input: input, expectation: expectation)
  }

  private mutating func expectation() throws -> OperatorVector.Expectation {
    if take("no match") { return .noMatch }
    if take("refused") {
      let offset = try number()
      guard take("+") else { throw OperatorVectorFile.Malformed(place: place) }
      return .refused(offset: offset, length: try number())
    }
    guard take("match") else { throw OperatorVectorFile.Malformed(place: place) }
    var captures: [[UInt8]?] = []
    while skipBlanks() {
      if take("-") { captures.append(nil) } else { captures.append(try string()) }
    }
    return .match(captures: captures.isEmpty ? nil : captures)
  }

  /// Whether anything is left behind the blanks.
  private mutating func skipBlanks() -> Bool {
    while index < line.count && line[index] == UInt8(ascii: " ") { index += 1 }
    return index < line.count
  }

  private mutating func take(_ word: String) -> Bool {
    _ = skipBlanks()
    guard line[index...].starts(with: Array(word.utf8)) else { return false }
    index += word.utf8.count
    return true
  }

  private mutating func number() throws -> Int {
    _ = skipBlanks()
    let digits = line[index...].prefix { $0.isASCIIDigit }
    guard let number = Int(String(decoding: digits, as: UTF8.self)) else {
      throw OperatorVectorFile.Malformed(place: place)
    }
    index += digits.count
    return number
  }

  private mutating func string() throws -> [UInt8] {
    guard take("\"") else { throw OperatorVectorFile.Malformed(place: place) }
    var result: [UInt8] = []
    while index < line.count {
      let byte = line[index]
      index += 1
      if byte == UInt8(ascii: "\"") { return result }
      guard byte == UInt8(ascii: "\\") else {
        result.append(byte)
        continue
      }
      guard index < line.count else { break }
      let escape = line[index]
      index += 1
      switch escape {
      case UInt8(ascii: "n"): result.append(0x0a)
      case UInt8(ascii: "r"): result.append(0x0d)
      case UInt8(ascii: "t"): result.append(0x09)
      case UInt8(ascii: "x"):
        guard let value = line.span.hexByte(at: index) else { throw OperatorVectorFile.Malformed(place: place) }
        result.append(value)
        index += 2
      case UInt8(ascii: "\\"), UInt8(ascii: "\""): result.append(escape)
      default: throw OperatorVectorFile.Malformed(place: place)
      }
    }
    throw OperatorVectorFile.Malformed(place: place)
  }
}
