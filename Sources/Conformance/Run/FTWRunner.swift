/// Runs cases one after the other.
public final class FTWRunner {
  private let server: InProcessServer
  private let builder = FTWRequestBuilder()
  /// Cases that are left out, with the reason.
  private let exclusions: [String: String]

  public init(_ server: InProcessServer, exclusions: [String: String] = [:]) {
    self.server = server
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
    var exchange = server.exchange(request)
    var problems = try ExpectationCheck(exchange: exchange).problems(stage.output)
    if !problems.isEmpty && stage.output.retryOnce {
      exchange = server.exchange(request)
      problems = try ExpectationCheck(exchange: exchange).problems(stage.output)
    }
    return FTWStageResult(id: id, stage: index, exchange: exchange, problems: problems)
  }
}
