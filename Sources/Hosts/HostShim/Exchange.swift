/// A request and what the upstream will answer, for `SimulatedStream`.
public struct Exchange {
  public typealias Header = SimulatedHost.Header

  public var requestHeaders: [Header]
  /// The body in the pieces it arrives in; empty for a request that ends with its headers.
  public var requestBody: [[UInt8]] = []
  public var requestTrailers: [Header] = []
  public var responseHeaders: [Header] = Exchange.headers([(":status", "200"), ("content-type", "text/plain")])
  public var responseBody: [[UInt8]] = [Array("hello".utf8)]
  public var responseTrailers: [Header] = []

  public init(_ method: String, _ path: String, authority: String? = "example.com", headers: [(String, String)] = []) {
    var all = [(":method", method), (":path", path)]
    if let authority { all.append((":authority", authority)) }
    requestHeaders = Exchange.headers(all + headers)
  }

  public static func headers(_ pairs: [(String, String)]) -> [Header] {
    pairs.map { (Array($0.0.utf8), Array($0.1.utf8)) }
  }
}

/// What became of an exchange.
public struct ExchangeResult {
  /// The status the client saw; `nil` when the stream ended without an answer, or hangs.
  public var status: Int?
  public var clientHeaders: [SimulatedHost.Header] = []
  public var clientBody: [UInt8] = []
  /// Whether the upstream saw the request's headers, and what of its body.
  public var reachedUpstream = false
  public var upstreamBody: [UInt8] = []
  /// Whether the upstream saw the request's end.
  public var upstreamSawEnd = false
}
