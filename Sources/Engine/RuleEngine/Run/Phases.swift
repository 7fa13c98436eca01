import Bytes
import LinearRegex

extension Transaction {
  /// Runs phase 1: the request line and headers are known.
  public func runRequestHeaders() -> Verdict {
    sumArguments()
    return run(.requestHeaders)
  }

  /// Runs phase 2, also for a request without a body.
  public func runRequestBody() -> Verdict {
    if nextEngineMode != .off && interruption == nil { processRequestBody() }
    return run(.requestBody)
  }

  /// Runs phase 2 of a request whose body will never be whole: its rules see none.
  public func runRequestBodyAsAbsent() -> Verdict {
    requestBody = BodyBuffer()
    bodyProcessor = .none
    return runRequestBody()
  }

  /// Notes what the host ends the transaction for: a rule, or a reason of its own.
  public func end(_ interruption: Interruption) { self.interruption = self.interruption ?? interruption }

  /// From the next phase on rules only detect: it is too late to interrupt anything.
  public func stopEnforcing() {
    if nextEngineMode == .on { nextEngineMode = .detectionOnly }
  }

  /// Runs phase 3: the status and headers of the response are known.
  public func runResponseHeaders() -> Verdict { run(.responseHeaders) }

  /// Runs phase 4, also for a response without a body.
  public func runResponseBody() -> Verdict {
    if nextEngineMode != .off && interruption == nil { processResponseBody() }
    return run(.responseBody)
  }

  /// Runs phase 5, whatever happened before, and writes persistent collections back. Call it once.
  public func runLogging() {
    _ = run(.logging)
    saveCollections()
    decideAudit()
  }

  private func run(_ phase: Phase) -> Verdict {
    settings.engineMode = nextEngineMode
    if settings.engineMode == .off { return .continue }
    if let interruption, phase != .logging { return .interrupt(interruption) }
    if isStopped { return newFailure() }
    if isAllowed(in: phase) { return .continue }
    // Scalars change between phases: REQUEST_BODY, asked for in phase 1, is empty there.
    versions.forgetRows(below: Scalar.allCases.count)
    let wasInterrupted = interruption != nil
    walk(program.phases[Int(phase.rawValue) - 1])
    if let interruption, !wasInterrupted { return .interrupt(interruption) }
    return newFailure()
  }

  /// What the host has not been told of yet.
  private func newFailure() -> Verdict {
    guard let failure, failure != reportedFailure else { return .continue }
    reportedFailure = failure
    return .failed(failure)
  }

  /// Visits, in the order of the text, the rules that can match.
  private func walk(_ phase: PhaseProgram) {
    let number = phase.number
    candidates.find(phase, self)
    if isStopped { return }
    var position = 0
    while let place = candidates.next(from: position) {
      position = place + 1
      if removals.hasRules && removals.contains(place, number) { continue }
      let rule = phase.rules[place]
      var rest = NumberGuard.Rest.everything
      if let test = phase.guards[place], !removals.hasTargets {
        guard test.holds(tx) else { continue }
        rest = test.rest
      }
      switch rest {
      case .flow: break
      case .effects: perform(rule, number)
      case .everything:
        let isMatch = run(rule, at: place, phase)
        if isStopped { return }
        guard isMatch else { continue }
      }
      if interruption != nil && number != .logging { return }
      if isAllowed(in: number) { return }
      switch rule.flow {
      case .next: break
      case .skip(let count): position = place + 1 + count
      case .skipTo(let target): position = max(position, target)
      }
    }
  }

  /// Whether an `allow` leaves out the phase; phase 5 always runs.
  private func isAllowed(in phase: Phase) -> Bool {
    guard let allowed, phase != .logging else { return false }
    switch allowed.scope {
    case .transaction: return true
    case .phase: return phase == allowed.phase
    case .request: return phase.rawValue <= Phase.requestBody.rawValue
    }
  }

  /// Whether the audit log should have this transaction: SecAuditEngine, the status, or what rules said.
  private func decideAudit() {
    switch settings.auditMode {
    case .off: isAuditRelevant = false
    case .on: isAuditRelevant = true
    case .relevantOnly:
      isAuditRelevant =
        interruption != nil || answeredStatus != 0 || wouldBlock != nil || isStatusRelevant || hasAuditedMatch
    }
  }

  private var hasAuditedMatch: Bool {
    for match in matches where match.rule.audits { return true }
    return false
  }

  private var isStatusRelevant: Bool {
    guard let pattern = settings.auditRelevantStatus else { return false }
    let status = decimal(answeredStatus != 0 ? answeredStatus : interruption?.status ?? responseStatus)
    return finds(pattern, in: status)
  }
}
