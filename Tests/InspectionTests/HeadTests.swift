import Bytes
import XCTest

@testable import Inspection

/// Headers as a test writes them: this module asks no more of any host.
private struct Headers: HeaderSequence {
  var pairs: [(StaticString, StaticString)]

  mutating func next() -> (name: ByteSlice, value: ByteSlice)? {
    pairs.isEmpty ? nil : { (ByteSlice($0.0), ByteSlice($0.1)) }(pairs.removeFirst())
  }
}

final class HeadTests: XCTestCase {
  func testARequestsFramingIsReadFromItsHeaders() {
    let table: [([(StaticString, StaticString)], announces: Bool, length: Int?, tunnel: Bool)] = [
      ([(":method", "GET")], false, nil, false),
      ([(":method", "POST"), ("content-length", "12")], true, 12, false),
      ([(":method", "POST"), ("content-length", "12"), ("transfer-encoding", "chunked")], true, nil, false),
      ([(":method", "POST"), ("content-length", "x")], true, .max, false),
      ([(":method", "CONNECT")], false, nil, true),
      ([(":method", "GET"), ("upgrade", "websocket")], false, nil, true),
      ([(":method", "POST"), ("upgrade", "websocket"), ("content-length", "1")], true, 1, false),
    ]
    for (pairs, announces, length, tunnel) in table {
      let head = RequestHead(Headers(pairs: pairs))
      XCTAssertEqual(head.announcesBody, announces, "\(pairs)")
      XCTAssertEqual(head.contentLength, length, "\(pairs)")
      XCTAssertEqual(head.opensTunnel, tunnel, "\(pairs)")
    }
  }

  func testAResponsesStatusAndStreamingAreReadFromItsHeaders() {
    let table: [([(StaticString, StaticString)], status: Int, streams: Bool, mayEndWithTrailers: Bool)] = [
      ([(":status", "200"), ("content-type", "text/plain")], 200, false, true),
      ([(":status", "101")], 101, true, true),
      ([(":status", "99999999999")], 999, false, true),
      ([(":status", "200"), ("content-type", "Text/Event-Stream; a=b")], 200, true, true),
      ([(":status", "200"), ("transfer-encoding", "chunked")], 200, false, false),
      ([(":status", "200"), ("transfer-encoding", "chunked"), ("trailer", "checksum")], 200, false, true),
    ]
    for (pairs, status, streams, mayEndWithTrailers) in table {
      let head = ResponseHead(Headers(pairs: pairs))
      XCTAssertEqual(head.status, status, "\(pairs)")
      XCTAssertEqual(head.mustStream, streams, "\(pairs)")
      XCTAssertEqual(head.mayEndWithTrailers, mayEndWithTrailers, "\(pairs)")
    }
  }
}
