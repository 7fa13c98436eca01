public import Bytes

/// One of the five processing phases, in order.
public enum Phase: UInt8, Sendable, CaseIterable {
  case requestHeaders = 1
  case requestBody, responseHeaders, responseBody, logging
}

/// What the host must do with the stream after a phase.
public enum Verdict: Sendable {
  case `continue`
  /// A disruptive rule ended the transaction; never said in DetectionOnly mode.
  case interrupt(Interruption)
  /// Rules could not decide: the host's failure policy does. Said once for each reason.
  case failed(EngineFailure)
}

/// The end a disruptive rule put to a transaction.
public struct Interruption: Sendable {
  public enum Kind: UInt8, Sendable { case deny, drop, redirect }
  public var kind: Kind
  /// The HTTP status to answer with.
  public var status: Int
  /// The rule that decided; 0 for a limit of the engine's own.
  public var ruleID: Int64
  public var phase: Phase
  /// Where a redirect leads; empty otherwise. Valid while the transaction lives.
  public var location: ByteSlice
  public init(kind: Kind, status: Int, ruleID: Int64, phase: Phase, location: ByteSlice = .empty) {
    self.kind = kind
    self.status = status
    self.ruleID = ruleID
    self.phase = phase
    self.location = location
  }
}

/// What became of a chunk of a body.
public enum BodyProgress: Sendable {
  /// Kept for inspection.
  case buffered
  /// The limit is reached and the action is ProcessPartial: run the body phase now, later chunks are not inspected.
  case limitReachedPartial
  /// The limit is reached and the action is Reject: answer 413 (request) or 500 (response).
  case rejected(Interruption)
  /// The body is not inspected (access off, engine off, content type not listed): let it pass.
  case ignored
}
