import Conformance
import XCTest

final class ReflectBackendTests: XCTestCase {
  func testTheAnswerIsWhatTheRequestDescribes() {
    let response = answer(#"{"status": 503, "headers": {"X": "1", "Content-Type": "text/xml"}, "body": "héllo"}"#)
    XCTAssertEqual(response.status, 503)
    XCTAssertEqual(
      response.headers.map { "\($0.name): \($0.value)" }, ["Content-Type: text/xml", "X: 1", "Content-Length: 6"])
    XCTAssertEqual(response.body, Array("héllo".utf8))
    XCTAssertEqual(answer(#"{"encodedBody": "AP8="}"#).body, [0, 255])
    XCTAssertEqual(answer("<?php").status, 400)
  }

  func testBodiesWithoutATypeAreGivenOne() {
    XCTAssertEqual(type(of: "plain"), "text/plain; charset=utf-8")
    XCTAssertEqual(type(of: "\\n <HTML> x"), "text/html; charset=utf-8")
    XCTAssertEqual(type(of: "<?xml version='1.0'?>"), "text/xml; charset=utf-8")
    XCTAssertEqual(type(of: "a\\u0000"), "application/octet-stream")
  }

  func testOtherPathsAreAnsweredEmpty() {
    XCTAssertEqual(ReflectBackend().answer(request("/status/404?x")).status, 404)
    XCTAssertEqual(ReflectBackend().answer(request("/anything", "{}")).body, [])
  }

  private func type(of body: String) -> String? {
    answer("{\"body\": \"\(body)\"}").headers.first { $0.name == "Content-Type" }?.value
  }

  private func answer(_ body: String) -> HTTPResponse { ReflectBackend().answer(request("/reflect", body)) }

  private func request(_ target: String, _ body: String = "") -> HTTPRequest {
    var request = HTTPRequest()
    request.target = Array(target.utf8)
    request.body = Array(body.utf8)
    return request
  }
}
