import Foundation
import TestSupport
import XCTest

final class DifferentialTests: XCTestCase {
  func testScratch() throws {
    var c = try Comparison()
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent(".build/libinjection/data")
    for file in try FileManager.default.contentsOfDirectory(atPath: root.path) {
      for line in try Data(contentsOf: root.appendingPathComponent(file)).split(separator: 10) {
        c.compare([UInt8](line))
        let decoded = percentDecoded([UInt8](line))
        c.compare(decoded)
      }
    }
    print(c.count, c.attacks, c.differences.count)
    print(c.differences.joined(separator: "\n"))
    XCTAssertEqual(c.differences, [])
  }
}
func percentDecoded(_ input: [UInt8]) -> [UInt8] {
  var output: [UInt8] = []
  var index = 0
  while index < input.count {
    if input[index] == 0x25, index + 2 < input.count,
      let high = Character(UnicodeScalar(input[index + 1])).hexDigitValue,
      let low = Character(UnicodeScalar(input[index + 2])).hexDigitValue
    {
      output.append(UInt8(high * 16 + low))
      index += 3
    } else {
      output.append(input[index] == 0x2b ? 0x20 : input[index])
      index += 1
    }
  }
  return output
}
