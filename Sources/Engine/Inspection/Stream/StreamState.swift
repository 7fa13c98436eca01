public import Telemetry

/// What a headers callback asks a host to do.
public enum HeadersTask: Equatable, Sendable {
  case inspect
  /// An answer comes before the request's body has ended: decide the request without one, then inspect the answer.
  case giveUpRequestBody
  /// Nothing to inspect here: let it through unchanged.
  case pass
  /// Keep this direction stopped.
  case refuse
}

/// What a body callback asks a host to do.
public enum BodyTask: Equatable, Sendable {
  case collect
  case pass
  /// The body was replaced: take these bytes away, but let the stream end.
  case erase
  /// Drop what came and keep this direction stopped.
  case refuse
}

/// What a trailers callback asks a host to do.
public enum TrailersTask: Equatable, Sendable {
  /// Trailers end the body: run its phase on what was collected.
  case finish
  /// They come behind what was inspected: take them away.
  case remove
  case pass
  case refuse
}

/// Where a stream stands: one state for each direction, since a response may come before the request has ended.
///
/// Everything a host does on an event is decided by the tasks, everything that changes the state by `record(_:)`.
public struct StreamState: Equatable, Sendable {
  /// Why nothing of a direction goes on.
  public enum Refusal: Equatable, Hashable, Sendable {
    case denied
    /// It could not be inspected.
    case failed
    /// Answered by somebody else before its body was inspected.
    case givenUp
  }
  /// Where the headers of a response are while its body is collected.
  public enum ResponseHeaders: Equatable, Hashable, Sendable {
    case held
    /// With the client, who is to take what comes until the stream's end for the body.
    case gone
    /// With the client, who waits for a body of the length they announced.
    case goneWithLength
  }
  public enum Request: Equatable, Hashable, Sendable {
    case waiting
    /// Chunks are kept back until the body is complete.
    case collecting(headersHeld: Bool)
    /// Inspected.
    case cleared(isConnect: Bool)
    /// No rules apply to it.
    case exempt
    /// It could not be inspected, and the failure policy let it through.
    case uninspected
    case refused(Refusal)
  }
  public enum Response: Equatable, Hashable, Sendable {
    case waiting
    case collecting(ResponseHeaders)
    case cleared
    case exempt
    case uninspected
    /// The host's own answer to the request: it passes the response callbacks, and is not inspected.
    case own
    /// The client got an empty body behind the headers it had.
    case replaced(Refusal)
    /// The client's stream broke off behind the headers it had.
    case brokenOff(Refusal)
    /// The host's answer took its place.
    case refused(Refusal)
  }

  public private(set) var request = Request.waiting
  public private(set) var response = Response.waiting

  public init() {}

  init(_ request: Request, _ response: Response) {
    self.request = request
    self.response = response
  }
}

extension StreamState {
  public var onRequestHeaders: HeadersTask {
    switch request {
    case .waiting: .inspect
    case .cleared, .exempt, .uninspected: .pass
    case .collecting, .refused: .refuse
    }
  }

  public var onRequestBody: BodyTask {
    switch request {
    case .collecting: .collect
    case .waiting, .cleared, .exempt, .uninspected: .pass
    case .refused: .refuse
    }
  }

  public var onRequestTrailers: TrailersTask {
    switch request {
    case .collecting: .finish
    case .cleared: .remove
    case .waiting, .exempt, .uninspected: .pass
    case .refused: .refuse
    }
  }

  public var onResponseHeaders: HeadersTask {
    switch (response, request) {
    // A host's answer to what it never showed.
    case (.waiting, .waiting): .pass
    case (.waiting, .collecting): .giveUpRequestBody
    case (.waiting, .cleared), (.waiting, .exempt), (.waiting, .uninspected), (.waiting, .refused): .inspect
    case (.cleared, _), (.exempt, _), (.uninspected, _), (.own, _), (.replaced, _): .pass
    case (.collecting, _), (.brokenOff, _), (.refused, _): .refuse
    }
  }

  public var onResponseBody: BodyTask {
    switch response {
    case .collecting: .collect
    case .waiting, .cleared, .exempt, .uninspected, .own: .pass
    case .replaced: .erase
    case .brokenOff, .refused: .refuse
    }
  }

  public var onResponseTrailers: TrailersTask {
    switch response {
    case .collecting: .finish
    case .waiting, .cleared, .exempt, .uninspected, .own, .replaced: .pass
    case .brokenOff, .refused: .refuse
    }
  }

  /// Whether it was stopped because it could not be inspected.
  public var hasFailed: Bool {
    if request == .refused(.failed) { return true }
    switch response {
    case .replaced(let refusal), .brokenOff(let refusal), .refused(let refusal): return refusal == .failed
    case .waiting, .collecting, .cleared, .exempt, .uninspected, .own: return false
    }
  }

  /// What became of a response whose headers the client has.
  public var responseEnding: ResponseEnding {
    switch response {
    case .replaced: .bodyReplaced
    case .brokenOff: .brokenOff
    case .waiting, .collecting, .cleared, .exempt, .uninspected, .own, .refused: .complete
    }
  }

  /// Whether something passed that was to be inspected and could not be.
  public var passedUninspected: Bool { request == .uninspected || response == .uninspected }
}
