public import Foundation

/// What came of one stage.
public struct FTWStageResult: Sendable {
  public let id: String
  /// From 0.
  public let stage: Int
  public let exchange: Exchange
  /// What was not as expected; empty when the stage passed.
  public let problems: [String]
}

/// What came of a run.
public struct FTWReport: Sendable {
  public internal(set) var stages: [FTWStageResult] = []
  public internal(set) var passedCount = 0
  public internal(set) var failedCount = 0
  public internal(set) var skipped: [(id: String, reason: String)] = []

  /// `N passed, N failed, N skipped`; cases, not stages.
  public var summary: String { "\(passedCount) passed, \(failedCount) failed, \(skipped.count) skipped" }

  /// One line for each stage that failed: what was expected, and what was logged.
  public var failureLines: [String] {
    stages.filter { !$0.problems.isEmpty }.map { result in
      let logged = result.exchange.ids.map { "\($0)" }.joined(separator: ", ")
      let place = result.stage == 0 ? result.id : "\(result.id) stage \(result.stage + 1)"
      return "FAIL \(place): \(result.problems.joined(separator: "; ")); logged \(logged.isEmpty ? "nothing" : logged)"
    }
  }

  /// Mean time a request spent in the engine.
  public var meanDuration: Duration {
    if stages.isEmpty { return .zero }
    return stages.reduce(.zero) { $0 + $1.exchange.duration } / stages.count
  }

  /// An array with an object for each stage: `id`, `stage`, `status`, `ids`, `problems`, `log`, `microseconds`.
  public func json() throws -> Data {
    struct Row: Encodable {
      var id: String
      var stage: Int
      var status: Int?
      var ids: [Int64]
      var problems: [String]
      var log: [String]
      var microseconds: Int64
      var work: Int64
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(
      stages.map {
        Row(
          id: $0.id, stage: $0.stage, status: $0.exchange.status, ids: $0.exchange.ids, problems: $0.problems,
          log: $0.exchange.log,
          microseconds: Int64($0.exchange.duration / .microseconds(1)), work: $0.exchange.work)
      })
  }
}
