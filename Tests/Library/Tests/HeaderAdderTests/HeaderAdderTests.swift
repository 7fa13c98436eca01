import Foundation
import HeaderAdder
import XCTest

/// What the host was asked to add, in the order it was asked.
nonisolated(unsafe) private var added: [String] = []

/// Stands for the host; the library's own fallback, which can do nothing, gives way to it.
@_cdecl("proxy_add_header_map_value")
public func addHeader(
  _ map: Int32, _ name: UnsafePointer<UInt8>?, _ nameCount: Int, _ value: UnsafePointer<UInt8>?, _ valueCount: Int
) -> Int32 {
  func text(_ start: UnsafePointer<UInt8>?, _ count: Int) -> String {
    String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }
  added.append("\(map) \(text(name, nameCount)): \(text(value, valueCount))")
  return 0
}

final class HeaderAdderTests: XCTestCase {
  func testTheFilterAddsItsHeaderToResponses() {
    added = []
    XCTAssertEqual(proxyOnConfigure(1, 0), 1)
    XCTAssertEqual(proxyOnResponseHeaders(2, 0, 1), 0)
    XCTAssertEqual(added, ["2 x-inspected-by: a small filter"])
  }

  func testThePageOfTheLibraryShowsThisFilter() throws {
    let package = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let source = try String(
      contentsOf: package.appendingPathComponent("Sources/HeaderAdder/HeaderAdder.swift"), encoding: .utf8)
    let page = try String(
      contentsOf: package.appendingPathComponent("../../Sources/Hosts/ProxyWasm/ProxyWasm.docc/ProxyWasm.md"),
      encoding: .utf8)
    XCTAssertTrue(page.contains("```swift\n" + source + "```\n"))
  }
}
