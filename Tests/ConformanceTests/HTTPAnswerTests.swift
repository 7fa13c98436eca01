import XCTest

@testable import Conformance

/// Where a response that comes in byte by byte ends.
final class HTTPAnswerTests: XCTestCase {
  private func read(_ text: String, hasNoBody: Bool = false) -> (status: Int?, unread: Int) {
    var answer = HTTPAnswer(hasNoBody: hasNoBody)
    let bytes = Array(text.utf8)
    for index in bytes.indices {
      answer.append(bytes[index...index])
      if answer.isComplete { return (answer.status, bytes.count - index - 1) }
    }
    return (answer.status, -1)
  }

  func testTheLengthSaysWhereABodyEnds() {
    XCTAssertTrue(read("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nnoHTTP") == (403, 4))
    XCTAssertTrue(read("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n") == (200, 0))
  }

  func testTheLastChunkEndsABody() {
    XCTAssertTrue(read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nno\r\n0\r\n\r\nH") == (200, 1))
  }

  func testSomeAnswersHaveNoBodyWhateverTheirLength() {
    XCTAssertTrue(read("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", hasNoBody: true) == (200, 0))
    XCTAssertTrue(read("HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n") == (304, 0))
    XCTAssertTrue(read("HTTP/1.1 204 No Content\r\n\r\n") == (204, 0))
  }

  func testAnInterimAnswerIsPassedOver() {
    XCTAssertTrue(read("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 406 No\r\nContent-Length: 0\r\n\r\n") == (406, 0))
  }

  func testABodyWithoutFramingEndsWithTheConnection() {
    XCTAssertTrue(read("HTTP/1.1 200 OK\r\n\r\nanything") == (200, -1))
  }

  func testWhatIsNoAnswerHasNoStatus() {
    XCTAssertTrue(read("hello\r\n\r\n") == (nil, -1))
  }
}
