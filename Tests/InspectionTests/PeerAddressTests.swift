import Bytes
import XCTest

@testable import Inspection

final class PeerAddressTests: XCTestCase {
  func testAddressAndPortComeApart() {
    let table: [(String, String, Int)] = [
      ("10.0.0.1:4711", "10.0.0.1", 4711), ("[::1]:80", "::1", 80), ("[fe80::1%eth0]:443", "fe80::1%eth0", 443),
      ("/var/run/socket", "/var/run/socket", 0), ("", "", 0), (":", ":", 0), ("[]:1", "", 1),
      ("10.0.0.1:99999", "10.0.0.1:99999", 0), ("[:1", "[", 1),
    ]
    for (text, address, port) in table {
      Array(text.utf8).withUnsafeBufferPointer { buffer in
        let peer = PeerAddress(ByteSlice(start: buffer.baseAddress, count: buffer.count))
        XCTAssertEqual(String(decoding: [UInt8](peer.address), as: UTF8.self), address, text)
        XCTAssertEqual(peer.port, port, text)
      }
    }
  }
}
