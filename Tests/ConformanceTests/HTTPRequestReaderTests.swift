import Conformance
import TestSupport
import XCTest

final class HTTPRequestReaderTests: XCTestCase {
  func testRequestsAreReadAsHttpdReadsThem() throws {
    for vector in try VectorFile.vectors(in: "conformance", name: "requests") {
      XCTAssertEqual(summary(HTTPRequestReader.read(vector.input)), vector.output, vector.place)
    }
  }

  func testTheReaderTakesAnyBytes() {
    for length in 0..<64 {
      for byte in [UInt8](0...255) {
        _ = HTTPRequestReader.read([UInt8](repeating: byte, count: length) + Array("GET / HTTP/1.1\r\n\r\n".utf8))
      }
    }
  }

  private func summary(_ reading: HTTPRequestReading) -> [UInt8] {
    switch reading {
    case .rejected(let status): Array("rejected \(status)".utf8)
    case .simple(let request): Array("simple ".utf8) + summary(request)
    case .request(let request): summary(request)
    }
  }

  private func summary(_ request: HTTPRequest) -> [UInt8] {
    var text = request.method + [UInt8(ascii: " ")] + request.target + [UInt8(ascii: " ")] + request.version
    text.append(UInt8(ascii: "|"))
    for (index, header) in request.headers.enumerated() {
      if index > 0 { text.append(UInt8(ascii: ";")) }
      text += header.name
      text.append(UInt8(ascii: "="))
      text += header.value
    }
    text.append(UInt8(ascii: "|"))
    return text + (request.hasBrokenFraming ? Array("broken framing".utf8) : request.body)
  }
}
