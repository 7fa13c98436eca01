import Bytes
import HostShim
import ProxyWasm
import XCTest

final class HeaderPairsTests: XCTestCase {
  private typealias Pairs = [(String, String)]

  /// The pairs `bytes` holds, or `nil` when they are refused.
  private func read(_ bytes: [UInt8]) -> Pairs? {
    bytes.withUnsafeBufferPointer { buffer in
      guard var pairs = HeaderPairs(ByteSlice(start: buffer.baseAddress, count: buffer.count)) else { return nil }
      var result: Pairs = []
      while let (name, value) = pairs.next() {
        result.append(
          (String(decoding: [UInt8](name), as: UTF8.self), String(decoding: [UInt8](value), as: UTF8.self)))
      }
      return result
    }
  }

  func testEachPairComesBackAsItWasSerialised() throws {
    let maps: [Pairs] = [
      [], [(":path", "/")], [("", "")], [("a", ""), ("", "b")],
      [(":method", "GET"), ("cookie", "a=1; b=2"), ("cookie", "c=3")], [("x", String(repeating: "y", count: 70_000))],
    ]
    for map in maps {
      let read = try XCTUnwrap(read(HeaderMapCodec.encode(Exchange.headers(map))))
      XCTAssertEqual(read.map { $0.0 }, map.map { $0.0 })
      XCTAssertEqual(read.map { $0.1 }, map.map { $0.1 })
    }
  }

  func testWhatTheWriterWritesTheHostReads() throws {
    var writer = HeaderPairsWriter()
    XCTAssertEqual(writer.serialized(), [])
    writer.add([UInt8]("location").span, [UInt8]("/elsewhere").span)
    let nothing: [UInt8] = []
    writer.add([UInt8]("empty").span, nothing.span)
    let read = try XCTUnwrap(HeaderMapCodec.decode(writer.serialized()))
    XCTAssertEqual(read.map { $0.name }, [[UInt8]("location"), [UInt8]("empty")])
    XCTAssertEqual(read.map { $0.value }, [[UInt8]("/elsewhere"), []])
  }

  func testNumbersThatDoNotFitTheBytesAreRefused() {
    let refused: [(String, [UInt8])] = [
      ("half a count", [1, 0]),
      ("a count without sizes", [1, 0, 0, 0]),
      ("a count larger than any map", [0xff, 0xff, 0xff, 0xff]),
      ("a count whose sizes overflow 32 bits", [0xff, 0xff, 0xff, 0x1f, 0, 0, 0, 0]),
      ("a name beyond the end", [1, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0x61, 0, 0]),
      ("sizes whose sum overflows", [1, 0, 0, 0, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff, 0x7f, 0, 0]),
      ("a byte too many", [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
      ("a byte too few", [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
    ]
    for (name, bytes) in refused { XCTAssertNil(read(bytes), name) }
    XCTAssertEqual(read([0, 0, 0, 0])?.count, 0)
  }

  func testEveryTruncationOfAMapIsRefused() {
    let whole = HeaderMapCodec.encode(Exchange.headers([(":path", "/a"), ("host", "example.com")]))
    for count in 1..<whole.count { XCTAssertNil(read(Array(whole.prefix(count))), "\(count) bytes") }
  }
}
