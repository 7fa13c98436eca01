/// A proxy-wasm host in the test's own process: what it has been told, and what it answers.
///
/// The functions in `Imports.swift` ask `SimulatedHost.current`. One test at a time, as one virtual machine has one
/// thread.
public final class SimulatedHost {
  public typealias Header = (name: [UInt8], value: [UInt8])

  /// What a filter answered in place of the upstream.
  public struct LocalResponse {
    public var status: Int
    public var details: [UInt8]
    public var body: [UInt8]
    public var headers: [Header]
  }

  /// The host the imported functions speak to.
  nonisolated(unsafe) public static var current = SimulatedHost()

  /// Header maps by the ABI's number; one that is not there is answered with "not found".
  public var headers: [Int32: [Header]] = [:]
  /// Buffers by the ABI's number.
  public var buffers: [Int32: [UInt8]] = [:]
  /// Properties by their path, parts joined by `.`.
  public var properties: [String: [UInt8]] = [
    "source.address": Array("192.0.2.7:4711".utf8), "destination.address": Array("192.0.2.1:80".utf8),
    "request.protocol": Array("HTTP/1.1".utf8),
  ]
  public internal(set) var metrics: [(name: String, value: Int64)] = []
  public internal(set) var logs: [(level: Int32, text: String)] = []
  public internal(set) var localResponse: LocalResponse?
  /// The streams that were closed without an answer.
  public internal(set) var closedStreams: [Int32] = []
  var sharedData: [[UInt8]: (value: [UInt8], cas: UInt32)] = [:]
  public var unixNanoseconds: UInt64 = 1_700_000_000_000_000_000

  /// The names of the host calls so far, logging apart, in order.
  public internal(set) var calls: [String] = []
  /// Which of these calls fails, counted from 0; `nil` for none.
  public var failingCall: Int?

  public init() {}

  /// The value of a counter, 0 when nobody defined it.
  public func counter(_ name: String) -> Int64 { metrics.first { $0.name == name }?.value ?? 0 }

  /// The logged lines that contain `text`.
  public func logLines(containing text: String) -> [String] { logs.map { $0.text }.filter { $0.contains(text) } }

  /// Notes a host call and decides whether it is the one that fails.
  func begins(_ call: String) -> Bool {
    calls.append(call)
    return failingCall != calls.count - 1
  }
}
