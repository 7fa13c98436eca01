import Bytes
import HostShim
import ProxyWasm
import XCTest

final class HostCallTests: XCTestCase {
  private var host = SimulatedHost()

  override func setUp() {
    host = SimulatedHost()
    SimulatedHost.current = host
  }

  private func copy(_ bytes: borrowing HostBytes) -> [UInt8] { [UInt8](bytes.span) }

  func testAPropertyIsReadAndWrittenUnderItsPath() throws {
    XCTAssertEqual(copy(try HostProperty.sourceAddress.value()), [UInt8]("192.0.2.7:4711"))
    let decision = HostProperty("waf\0decision")
    XCTAssertThrowsError(try copy(decision.value())) { XCTAssertEqual($0 as? HostStatus, .notFound) }
    try decision.set([UInt8]("denied").span)
    XCTAssertEqual(copy(try decision.value()), [UInt8]("denied"))
  }

  func testABufferIsReadDrainedAndFilledAgain() throws {
    host.buffers[0] = [UInt8]("abcdef")
    XCTAssertEqual(copy(try HostBuffer.requestBody.bytes(max: 100)), [UInt8]("abcdef"))
    try HostBuffer.requestBody.drain(6)
    XCTAssertEqual(try HostBuffer.requestBody.count(), 0)
    try HostBuffer.requestBody.append([UInt8]("xy").span)
    try HostBuffer.requestBody.append([UInt8]("z").span)
    try HostBuffer.requestBody.prepend([UInt8]("w").span)
    XCTAssertEqual(host.buffers[0], [UInt8]("wxyz"))
    XCTAssertEqual(copy(try HostBuffer.responseBody.bytes(max: 10)), [], "a buffer that is not there is empty")
  }

  func testAMetricOfOneNameIsOneCounter() throws {
    let first = try HostMetric(.counter, [UInt8]("a").span)
    let second = try HostMetric(.counter, [UInt8]("a").span)
    try first.increment()
    try second.increment(by: 2)
    XCTAssertEqual(host.counter("a"), 3)
    XCTAssertEqual(try first.value(), 3)
  }

  func testSharedDataIsOnlyReplacedByWhoSawTheLastVersion() throws {
    let key = [UInt8]("key")
    try SharedData.set(key.span, to: [1].span, ifStill: .any)
    var version = SharedData.Version.any
    XCTAssertEqual(copy(try SharedData.value(of: key.span, &version)), [1])
    try SharedData.set(key.span, to: [2].span, ifStill: version)
    XCTAssertThrowsError(try SharedData.set(key.span, to: [3].span, ifStill: version)) {
      XCTAssertEqual($0 as? HostStatus, .casMismatch)
    }
  }

  func testHeadersAreChangedByName() throws {
    host.headers[0] = Exchange.headers([("a", "1"), ("b", "2")])
    try HeaderMap.requestHeaders.remove("a")
    try HeaderMap.requestHeaders.replace([UInt8]("b").span, with: [UInt8]("3").span)
    try HeaderMap.requestHeaders.add([UInt8]("c").span, [UInt8]("4").span)
    XCTAssertEqual(copy(try HeaderMap.requestHeaders.value(of: "b")), [UInt8]("3"))
    XCTAssertEqual(host.headers[0]?.map { String(decoding: $0.name, as: UTF8.self) }, ["b", "c"])
  }

  func testAStatusTheABIDoesNotDefineIsAnInternalFailure() {
    let nothing: [UInt8] = []
    // A foreign function is something this host does not offer at all: the fallback answers.
    XCTAssertThrowsError(try copy(Host.call("clear_route_cache", nothing.span))) {
      XCTAssertEqual($0 as? HostStatus, .unimplemented)
    }
  }
}
