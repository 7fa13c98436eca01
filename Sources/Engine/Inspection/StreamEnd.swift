import Bytes
public import RuleEngine
public import Telemetry

/// Why a host ends a stream before its time.
public struct StreamEnd {
  public let refusal: StreamState.Refusal
  /// What is answered, as for a rule; `nil` when the stream could not be inspected.
  public let interruption: Interruption?
  /// What is counted as an error of the engine's.
  public let error: ErrorKind?
  /// For the error log; empty where a rule decided, whose match has a line of its own.
  public let sentence: [UInt8]

  /// A rule or a limit of the rules' decided.
  public init(_ interruption: Interruption) {
    self.init(.denied, interruption, nil, "")
  }

  /// It could not be inspected, and the failure policy denies it.
  public init(failure sentence: [UInt8], _ error: ErrorKind) {
    refusal = .failed
    interruption = nil
    self.error = error
    self.sentence = sentence
  }

  private init(_ refusal: StreamState.Refusal, _ interruption: Interruption?, _ error: ErrorKind?, _ text: StaticString)
  {
    self.refusal = refusal
    self.interruption = interruption
    self.error = error
    sentence = [UInt8](text)
  }

  /// It asks for another protocol, and the configuration lets none pass.
  public static var upgrade: StreamEnd {
    StreamEnd(
      .denied, Interruption(kind: .deny, status: 403, ruleID: 0, phase: .requestHeaders), nil,
      "the request asks for another protocol, and skip.upgrades is false")
  }

  /// A request's body with trailers of which the host keeps only the beginning: nothing of it can go on.
  public static var requestTrailers: StreamEnd {
    StreamEnd(
      .denied, Interruption(kind: .deny, status: 413, ruleID: 0, phase: .requestBody), .trailers,
      "the request is longer than the host's buffer and ends with trailers")
  }

  /// Likewise a response's.
  public static var responseTrailers: StreamEnd {
    StreamEnd(.failed, nil, .trailers, "the response is longer than the host's buffer and ends with trailers")
  }
}
