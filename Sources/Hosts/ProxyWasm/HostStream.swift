import Bytes
import CProxyWasm

/// What a header or trailer callback tells the host.
public enum HeadersAction: Int32, Sendable {
  case proceed = 0
  /// Nothing goes on until the stream is continued. Body callbacks still run only where the host is configured so.
  case pause = 1
}

/// What a body callback tells the host.
public enum BodyAction: Int32, Sendable {
  case proceed = 0
  /// The host keeps the bytes, and fails the stream when they exceed its buffer limit.
  case pauseAndBuffer = 1
  case pauseAndWatermark = 2
  /// The host keeps nothing: the filter has taken the bytes.
  case pauseWithoutBuffering = 3
}

/// One direction of a stream.
public enum StreamDirection: Int32, Sendable {
  case request = 0
  case response

  /// Lets a paused direction go on.
  public func resume() throws(HostStatus) { try HostStatus.check(proxy_continue_stream(rawValue)) }

  /// Ends the stream without an answer.
  public func close() throws(HostStatus) { try HostStatus.check(proxy_close_stream(rawValue)) }
}

/// An answer the filter gives in place of the upstream.
public struct LocalResponse {
  public var status: Int
  /// Goes to the access log as response code details; the host turns spaces into `_`.
  public var details: [UInt8]
  public var body: [UInt8]
  public var headers: HeaderPairsWriter

  public init(
    status: Int, details: [UInt8] = [], body: [UInt8] = [], headers: HeaderPairsWriter = HeaderPairsWriter()
  ) {
    self.status = status
    self.details = details
    self.body = body
    self.headers = headers
  }

  /// Sends it. The callback that does so, and all later ones of the request, must pause.
  public func send() throws(HostStatus) {
    let pairs = headers.serialized()
    let code = Int32(truncatingIfNeeded: status)
    let noGRPCStatus: Int32 = -1
    let result = details.withUnsafeBufferPointer { details in
      body.withUnsafeBufferPointer { body in
        pairs.withUnsafeBufferPointer { pairs in
          proxy_send_local_response(
            code, details.baseAddress, details.count, body.baseAddress, body.count, pairs.baseAddress, pairs.count,
            noGRPCStatus)
        }
      }
    }
    try HostStatus.check(result)
  }
}
