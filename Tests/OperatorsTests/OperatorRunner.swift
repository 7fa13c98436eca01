import Bytes
import Foundation
import LiteralSearch
import Operators
import XCTest

/// Data files and data sets of the vectors: `Tests/Vectors/operators/data`, found by the last part of their name.
final class VectorResources: OperatorResources {
  private let keepsNoCache: Bool
  init(keepsNoCache: Bool = false) { self.keepsNoCache = keepsNoCache }

  override func file(named name: Span<UInt8>) -> [UInt8]? {
    let path = String(decoding: [UInt8](name), as: UTF8.self)
    let url = OperatorVectorFile.folder.appendingPathComponent("data/\((path as NSString).lastPathComponent)")
    return (try? Data(contentsOf: url)).map { Array($0) }
  }

  override func dataset(named name: Span<UInt8>) -> [[UInt8]]? {
    file(named: ([UInt8](name) + Array(".dataset".utf8)).span)?.split(separator: 0x0a).map { Array($0) }
  }

  override var patternCacheBytes: Int { keepsNoCache ? 0 : super.patternCacheBytes }
}

/// What an operator said of one input.
enum OperatorAnswer: Equatable, CustomStringConvertible {
  case match([[UInt8]?])
  case noMatch
  case refused(offset: Int, length: Int)

  var isMatch: Bool { if case .match = self { true } else { false } }

  /// As a vector file writes it.
  var description: String {
    switch self {
    case .match(let captures): "match \(captures.map { $0.map { quoted($0) } ?? "-" }.joined(separator: " "))"
    case .noMatch: "no match"
    case .refused(let offset, let length): "refused \(offset)+\(length)"
    }
  }
}

/// Bytes as a vector file writes them.
func quoted(_ bytes: [UInt8]) -> String {
  let characters = bytes.map { byte in
    switch byte {
    case UInt8(ascii: "\\"), UInt8(ascii: "\""): "\\\(UnicodeScalar(byte))"
    case 0x20..<0x7f: "\(UnicodeScalar(byte))"
    default: "\\x\(byte < 16 ? "0" : "")\(String(byte, radix: 16))"
    }
  }
  return "\"\(characters.joined())\""
}

/// Prepares the operator called `name` and asks it; the argument is passed as the engine passes it.
func ask(_ name: String, _ argument: [UInt8], _ input: [UInt8], keepsNoCache: Bool = false, place: String = "") throws
  -> OperatorAnswer
{
  let index = try XCTUnwrap(operatorIndex(named: Array(name.utf8).span), "\(place): there is no operator @\(name)")
  let prepared: Operator
  do {
    prepared = try operatorTable[index].make(argument.span, VectorResources(keepsNoCache: keepsNoCache))
  } catch {
    XCTAssertFalse(error.detail.isEmpty, "\(place): refused without a reason")
    XCTAssertLessThanOrEqual(error.offset + error.length, argument.count, "\(place): points outside the argument")
    return .refused(offset: error.offset, length: error.length)
  }
  var captures = Captures()
  let answerWithoutCaptures = prepared.matches(input.span, argument: argument.span, &captures)
  XCTAssertEqual(captures.groups.count, 0, "\(place): captured what nobody wanted")
  captures.clear()
  captures.isWanted = true
  let answer = prepared.matches(input.span, argument: argument.span, &captures)
  XCTAssertEqual(answer, answerWithoutCaptures, "\(place): wanting captures changes the answer")
  if answer {
    XCTAssertTrue(prepared.requirement.isMet(by: input), "\(place): a match that its requirement rules out")
    var candidates: [UInt64] = [0]
    Screen([prepared.requirement]).test(input.span, &candidates)
    XCTAssertEqual(candidates[0] & 1, 1, "\(place): a match that the screen hides")
  }
  return answer ? .match(captures.texts(of: input)) : .noMatch
}

extension Captures {
  /// The text of each capture.
  fileprivate func texts(of input: [UInt8]) -> [[UInt8]?] {
    groups.map { group in
      group.map { Array(($0.isOwnText ? ownText : input)[Int($0.start)..<Int($0.end)]) }
    }
  }
}

extension MatchRequirement {
  /// The definition of the requirement, word for word.
  fileprivate func isMet(by input: [UInt8]) -> Bool {
    let lowered = input.map(\.lowercasedASCII)
    let holdsLiteral = literals.isEmpty || literals.contains { lowered.span.holds($0) }
    return input.count >= minimumLength && holdsLiteral
      && byteSets.allSatisfy { set in input.contains { set.contains($0) } && lowered.contains { set.contains($0) } }
  }
}

extension Span where Element == UInt8 {
  fileprivate func holds(_ literal: [UInt8]) -> Bool {
    guard count >= literal.count else { return false }
    for start in 0...(count - literal.count) where extracting(start..<(start + literal.count)).isEqual(to: literal.span)
    { return true }
    return false
  }
}
