import Conformance
import XCTest

/// What is sent for a stage: each expectation follows from what go-ftw says of the field.
final class FTWRequestTests: XCTestCase {
  private func text(_ change: (inout FTWInput) -> Void) -> String {
    var input = FTWStage().input
    input.headers = [("Host", "localhost"), ("Accept", "*/*")]
    change(&input)
    return String(decoding: FTWRequestBuilder().bytes(for: input), as: UTF8.self)
  }

  func testHeadersAreSentInTheOrderOfTheirNames() {
    XCTAssertEqual(
      text { $0.uri = "/a?b" }, "GET /a?b HTTP/1.1\r\nAccept: */*\r\nHost: localhost\r\nConnection: close\r\n\r\n")
  }

  func testABodyIsEscapedAndDescribedUnlessHeadersAreLeftAlone() {
    XCTAssertEqual(
      text {
        $0.method = "POST"
        $0.data = "a=b c&d=<"
      },
      "POST / HTTP/1.1\r\nAccept: */*\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        + "Connection: close\r\nContent-Length: 11\r\n\r\na=b+c&d=%3C")
    XCTAssertEqual(
      text {
        $0.method = "POST"
        $0.data = "a=b c&d=<"
        $0.autocompleteHeaders = false
      }, "POST / HTTP/1.1\r\nAccept: */*\r\nHost: localhost\r\n\r\na=b c&d=<")
  }

  func testAFormThatIsEscapedStaysAndATemplateIsExpanded() {
    XCTAssertTrue(text { $0.data = "a=%41&b=<" }.hasSuffix("\r\n\r\na=%41&b=<"))
    XCTAssertTrue(
      text {
        $0.headers.append(("Content-Type", "text/plain"))
        $0.data = "{{ \"ab\" | repeat 3 }}."
      }.hasSuffix("Content-Length: 7\r\n\r\nababab."))
  }

  func testLinesOfAMultipartBodyEndAsTheyMust() {
    XCTAssertTrue(
      text {
        $0.headers.append(("Content-Type", "multipart/form-data; boundary=B"))
        $0.data = "--B\n"
      }.hasSuffix("Content-Length: 5\r\n\r\n--B\r\n"))
  }

  func testARequestThatIsWrittenOutIsSentAsItIs() {
    XCTAssertEqual(text { $0.encodedRequest = Array("GET\n".utf8) }, "GET\n")
  }
}
