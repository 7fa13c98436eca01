import Foundation
import TestSupport

/// One line of a file in `Tests/Vectors/operators`.
///
///     "argument" "input" => match
///     "argument" "input" => match "TX.0" - "TX.2"     captures; - is a group that took no part
///     "argument" "input" => no match
///     "argument" => refused 4+7                        offset and length in the argument
///
/// For strings see `VectorLine`; `#` begins a comment line.
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
  static let folder = checkout.appendingPathComponent("Tests/Vectors/operators")

  /// The operators that have a file.
  static func names() throws -> [String] { try VectorFile.names(in: "operators").sorted() }

  static func vectors(of name: String) throws -> [OperatorVector] {
    try VectorFile.lines(of: "operators/\(name).txt").map { line, place in
      var reader = VectorLine(line, place: place)
      return try reader.vector(of: name, place)
    }
  }
}

extension VectorLine {
  fileprivate mutating func vector(of name: String, _ place: String) throws -> OperatorVector {
    let argument = try string()
    let input = isAtString ? try string() : []
    guard take("=>") else { throw malformed }
    let expectation = try self.expectation()
    guard isAtEnd else { throw malformed }
    return OperatorVector(name: name, place: place, argument: argument, input: input, expectation: expectation)
  }

  private mutating func expectation() throws -> OperatorVector.Expectation {
    if take("no match") { return .noMatch }
    if take("refused") {
      let offset = try number()
      guard take("+") else { throw malformed }
      return .refused(offset: offset, length: try number())
    }
    guard take("match") else { throw malformed }
    var captures: [[UInt8]?] = []
    while !isAtEnd { captures.append(take("-") ? nil : try string()) }
    return .match(captures: captures.isEmpty ? nil : captures)
  }
}
