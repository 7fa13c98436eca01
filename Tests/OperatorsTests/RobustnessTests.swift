import Bytes
import Operators
import TestSupport
import XCTest

/// Whatever an argument or a value holds, operators answer or refuse; they never trap.
final class RobustnessTests: XCTestCase {
  /// Pieces that operators take apart.
  private let pieces: [[UInt8]] =
    [
      "", " ", ",", "|", "|41|", "|4", "\"", "%", "%2", "%{tx.a}", "10.0.0.0/8", "::", ":", "1:2", "ffff:", ".", "/",
      "-",
      "0-255", "255", "256", "99999999999999999999", "k", "K", "cl ", "us ", "\\d+", "[0-9kK.-]*", "(a)|b", "(", "a",
      "select", "<script>", "networks", "networks.dat", "5484605089158216", "12.345.678-5", "529.982.247-25",
    ].map { Array($0.utf8) } + [[0], [0xff], [0xc3], [0xe2, 0x82], [0xf4, 0x90, 0x80, 0x80]]

  func testOperatorsAnswerOrRefuseWhateverTheyAreGiven() throws {
    var generator = Random(seed: 0x5eed)
    for row in operatorTable {
      for round in 0..<300 {
        let argument = text(&generator)
        _ = try ask(
          "\(row.name)", argument, text(&generator), place: "@\(row.name), round \(round), \(quoted(argument))")
      }
    }
  }

  /// What `@detectXSS` requires of a value, tried on values that have neither byte and much else of an attack.
  func testNothingIsScriptingWithoutATagOrAnAssignment() throws {
    let pieces = [
      "onload", "onerror", "style", "href", "javascript:", "script", "svg", "!doctype", "--", "[if", "xmlns:x", " ",
      "/",
      ">", "'", "\"", "`", "!", "?", "%", "\0", "\n", "&#x3c;", "alert(1)", "a",
    ].map { Array($0.utf8) }
    var generator = Random(seed: 0x75)
    for _ in 0..<20_000 {
      let count = Int.random(in: 1...8, using: &generator)
      let value = (0..<count).flatMap { _ in pieces.randomElement(using: &generator) ?? [] }
      XCTAssertEqual(try ask("detectXSS", [], value), .noMatch, quoted(value))
    }
  }

  private func text(_ generator: inout Random) -> [UInt8] {
    (0..<Int.random(in: 0...6, using: &generator)).flatMap { _ in
      pieces.randomElement(using: &generator) ?? []
    }
  }
}
