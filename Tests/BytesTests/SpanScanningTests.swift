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
