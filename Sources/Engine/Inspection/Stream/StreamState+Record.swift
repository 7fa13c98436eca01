/// How a task ended.
public enum StreamOutcome: Equatable, Sendable {
  /// No rule set applies to the stream, or the engine is off.
  case exempt
  case requestAwaitsBody(headersHeld: Bool)
  case requestCleared(isConnect: Bool)
  /// It could not be inspected; the failure policy lets it and its response through.
  case requestUninspected
  /// Answered by the host: nothing of the request goes on.
  case requestRefused(StreamState.Refusal)
  /// Answered by somebody else without the body, which was not inspected: nothing of it goes on.
  case requestGivenUp
  case responseAwaitsBody(StreamState.ResponseHeaders)
  case responseCleared
  case responseUninspected
  /// The host's answer took the place of the response.
  case responseRefused(StreamState.Refusal)
  /// The headers had gone, so the body was replaced.
  case responseReplaced(StreamState.Refusal)
  case responseBrokenOff(StreamState.Refusal)
}

extension StreamState {
  /// Notes how a task ended.
  ///
  /// - Returns: `false` when that cannot happen where the stream stands. Nothing goes on any more then.
  public mutating func record(_ outcome: StreamOutcome) -> Bool {
    guard let next = following(outcome) else {
      self = StreamState(.refused(.failed), .refused(.failed))
      return false
    }
    self = next
    return true
  }

  private func following(_ outcome: StreamOutcome) -> StreamState? {
    switch outcome {
    case .exempt: request == .waiting && response == .waiting ? StreamState(.exempt, .exempt) : nil
    case .requestAwaitsBody(let held):
      request == .waiting && response == .waiting ? StreamState(.collecting(headersHeld: held), .waiting) : nil
    case .requestCleared(let isConnect): isRequestOpen ? StreamState(.cleared(isConnect: isConnect), .waiting) : nil
    case .requestUninspected: isRequestOpen ? StreamState(.uninspected, .uninspected) : nil
    case .requestRefused(let refusal): isRequestOpen ? StreamState(.refused(refusal), .own) : nil
    case .requestGivenUp: isRequestOpen && request != .waiting ? StreamState(.refused(.givenUp), .waiting) : nil
    case .responseAwaitsBody(let headers):
      isResponseOpen && response == .waiting ? StreamState(request, .collecting(headers)) : nil
    case .responseCleared: isResponseOpen ? StreamState(request, .cleared) : nil
    case .responseUninspected: isResponseOpen ? StreamState(request, .uninspected) : nil
    case .responseRefused(let refusal):
      isResponseOpen && !areResponseHeadersGone ? StreamState(request, .refused(refusal)) : nil
    case .responseReplaced(let refusal):
      isResponseOpen && response == .collecting(.gone) ? StreamState(request, .replaced(refusal)) : nil
    case .responseBrokenOff(let refusal):
      isResponseOpen && areResponseHeadersGone ? StreamState(request, .brokenOff(refusal)) : nil
    }
  }

  /// Whether the request is still to be decided.
  public var isRequestOpen: Bool {
    switch request {
    case .waiting, .collecting: response == .waiting
    case .cleared, .exempt, .uninspected, .refused: false
    }
  }

  /// Whether the request is decided, and its response still to be.
  private var isResponseOpen: Bool {
    switch request {
    case .cleared, .refused(.givenUp): break
    case .waiting, .collecting, .exempt, .uninspected, .refused(.denied), .refused(.failed): return false
    }
    switch response {
    case .waiting, .collecting: return true
    case .cleared, .exempt, .uninspected, .own, .replaced, .brokenOff, .refused: return false
    }
  }

  /// Whether a response that is collected has its headers with the client.
  public var areResponseHeadersGone: Bool { response == .collecting(.gone) || response == .collecting(.goneWithLength) }
}
