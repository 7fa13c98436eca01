import Bytes
import XCTest

final class SpanScanningTests: XCTestCase {
  func testEveryByteIsFoundByExactlyTheSetsThatHoldIt() {
    for wanted in UInt8.min...UInt8.max {
      let set = ByteSet(wanted...wanted)
      for byte in UInt8.min...UInt8.max {
        let bytes: [UInt8] = [byte]
        XCTAssertEqual(bytes.span.firstIndex(in: set), byte == wanted ? 0 : 1)
      }
    }
  }

  func testTheSearchBeginsWhereItIsTold() {
    let bytes = Array("a%b+c%".utf8)
    let set = ByteSet("%+")
    XCTAssertEqual(
      [0, 1, 2, 3, 4, 5, 6, 7].map { bytes.span.firstIndex(in: set, from: $0) }, [1, 1, 3, 3, 5, 5, 6, 6])
    XCTAssertEqual([UInt8]().span.firstIndex(in: .all), 0)
  }

  func testTheFirstOfAByteIsFoundWhereverItStands() {
    // Neighbours that differ in one bit, and zeros, are what counting in words could confuse.
    for wanted: UInt8 in [0, 1, 0x61, 0x7f, 0x80, 0xff] {
      for other in [wanted ^ 1, wanted ^ 0x80, wanted &+ 1, wanted &- 1] {
        for place in 0..<20 {
          var bytes = [UInt8](repeating: other, count: 20)
          XCTAssertNil(bytes.span.firstIndex(of: wanted))
          bytes[place] = wanted
          bytes[19] = wanted
          for start in 0...20 {
            let expected = start <= place ? place : start < 20 ? 19 : nil
            XCTAssertEqual(bytes.span.firstIndex(of: wanted, from: start), expected)
          }
        }
      }
    }
    XCTAssertNil([UInt8]().span.firstIndex(of: 0, from: 3))
  }

  func testTheSetOfATextHoldsItsBytesAndNoOther() {
    for step in 1...40 {
      let bytes = (0..<256 / step).map { UInt8($0 * step) }
      var expected = ByteSet()
      for byte in bytes { expected.insert(byte) }
      XCTAssertEqual(ByteSet(bytesOf: bytes.span), expected)
    }
    XCTAssertEqual(ByteSet(bytesOf: [UInt8]().span), ByteSet())
  }
}
