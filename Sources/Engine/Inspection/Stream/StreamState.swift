/// What the host tells about a stream.
public enum StreamEvent: Equatable, Sendable {
  case requestHeaders
  case requestBody(endOfStream: Bool)
  case requestTrailers
  case responseHeaders
  case responseBody(endOfStream: Bool)
  case responseTrailers
}

/// What an event asks the filter to do.
public enum StreamTask: Equatable, Sendable {
  case inspectRequestHeaders
  case collectRequestBody(isLast: Bool)
  /// Trailers end the body: run phase 2 on what was collected.
  case finishRequestBody
  /// An answer comes before the body has ended: decide the request without one, then inspect the answer.
  case giveUpRequestBody
  case inspectResponseHeaders
  case collectResponseBody(isLast: Bool)
  case finishResponseBody
  /// Nothing to inspect here: let it through unchanged.
  case pass
  /// Drop what came and keep this direction stopped.
  case refuse
  /// The response body was replaced: take these bytes away, but let the stream end.
  case erase
}

/// How a task ended.
public enum StreamOutcome: Equatable, Sendable {
  /// No rule set applies to the stream, or the engine is off.
  case uninspected
  case requestAwaitsBody(headersHeld: Bool)
  case requestCleared
  /// Answered by the filter: nothing of the request goes on.
  case requestBlocked
  /// Answered by somebody else without the body, which was not inspected: nothing of it goes on.
  case requestGivenUp
  case responseAwaitsBody(headersHeld: Bool)
  case responseCleared
  /// The filter's answer took the place of the response.
  case responseBlocked
  /// The headers had gone, so the body was replaced.
  case responseReplaced
}

/// Where a stream stands: one state for each direction, since a response may come before the request has ended.
///
/// Everything the filter does on an event is decided by `task(for:)`, everything that changes the state by
/// `record(_:)`.
public struct StreamState: Equatable, Sendable {
  public enum Request: Equatable, Sendable, Hashable {
    case waiting
    /// Chunks are kept back until the body is complete.
    case collecting(headersHeld: Bool)
    case passing
    case refused
  }
  public enum Response: Equatable, Sendable, Hashable {
    case waiting
    case collecting(headersHeld: Bool)
    case passing
    case replaced
    case refused
  }

  public private(set) var request = Request.waiting
  public private(set) var response = Response.waiting

  public init() {}

  init(_ request: Request, _ response: Response) {
    self.request = request
    self.response = response
  }

  public func task(for event: StreamEvent) -> StreamTask {
    switch event {
    case .requestHeaders:
      switch request {
      case .waiting: .inspectRequestHeaders
      case .collecting, .refused: .refuse
      case .passing: .pass
      }
    case .requestBody(let isLast):
      switch request {
      case .collecting: .collectRequestBody(isLast: isLast)
      case .waiting, .passing: .pass
      case .refused: .refuse
      }
    case .requestTrailers:
      switch request {
      case .collecting: .finishRequestBody
      case .waiting, .passing: .pass
      case .refused: .refuse
      }
    case .responseHeaders:
      switch response {
      case .waiting:
        switch request {
        case .waiting: .pass
        case .collecting: .giveUpRequestBody
        case .passing, .refused: .inspectResponseHeaders
        }
      case .collecting, .refused: .refuse
      case .passing, .replaced: .pass
      }
    case .responseBody(let isLast):
      switch response {
      case .collecting: .collectResponseBody(isLast: isLast)
      case .waiting, .passing: .pass
      case .replaced: .erase
      case .refused: .refuse
      }
    case .responseTrailers:
      switch response {
      case .collecting: .finishResponseBody
      case .waiting, .passing, .replaced: .pass
      case .refused: .refuse
      }
    }
  }

  public mutating func record(_ outcome: StreamOutcome) {
    switch outcome {
    case .uninspected: self = StreamState(.passing, .passing)
    case .requestAwaitsBody(let held): request = .collecting(headersHeld: held)
    case .requestCleared: request = .passing
    // The filter's own answer passes its response callbacks: it is not inspected.
    case .requestBlocked: self = StreamState(.refused, .passing)
    case .requestGivenUp: request = .refused
    case .responseAwaitsBody(let held): response = .collecting(headersHeld: held)
    case .responseCleared: response = .passing
    case .responseBlocked: response = .refused
    case .responseReplaced: response = .replaced
    }
  }
}
