/// Runs cases one after the other.
public final class FTWRunner {
  private let exchange: (FTWAttempt) throws -> Exchange
  private let builder = FTWRequestBuilder()
  /// Cases that are left out, with the reason.
  private let exclusions: [String: String]

  /// Runs cases in this process.
  public init(_ server: InProcessServer, exclusions: [String: String] = [:]) {
    exchange = { server.exchange($0.request) }
    self.exclusions = exclusions
  }

  /// Judges cases that were sent through a proxy before.
  public init(_ run: LiveRun, exclusions: [String: String] = [:]) {
    exchange = run.exchange
    self.exclusions = exclusions
  }

  public func run(_ cases: [FTWCase]) throws -> FTWReport {
    var report = FTWReport()
    for item in cases {
      if let reason = exclusions[item.id] {
        report.skipped.append((item.id, reason))
        continue
      }
      if let problem = item.problem {
        report.failedCount += 1
        report.stages.append(FTWStageResult(id: item.id, stage: 0, exchange: Exchange(), problems: [problem]))
        continue
      }
      var hasFailed = false
      for (index, stage) in item.stages.enumerated() {
        let result = try run(stage, item.id, index)
        hasFailed = hasFailed || !result.problems.isEmpty
        report.stages.append(result)
      }
      if hasFailed { report.failedCount += 1 } else { report.passedCount += 1 }
    }
    return report
  }

  private func run(_ stage: FTWStage, _ id: String, _ index: Int) throws -> FTWStageResult {
    let request = builder.bytes(for: stage.input)
    func attempt(isRetry: Bool) throws -> (Exchange, [String]) {
      let place = FTWAttempt.Place(id: id, stage: index, isRetry: isRetry)
      let exchange = try self.exchange(FTWAttempt(place: place, request: request))
      return (exchange, try ExpectationCheck(exchange: exchange).problems(stage.output))
    }
    var (exchange, problems) = try attempt(isRetry: false)
    if !problems.isEmpty && stage.output.retryOnce { (exchange, problems) = try attempt(isRetry: true) }
    return FTWStageResult(id: id, stage: index, exchange: exchange, problems: problems)
  }
}
