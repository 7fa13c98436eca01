import Bytes
public import RuleEngine

/// What the Core Rule Set counted in one transaction, by direction and paranoia level, and which rules added to it.
///
/// It is read from the TX variables that CRS 4 and 3 keep: `inbound_anomaly_score_pl1` and so on, `anomaly_score_pl1` in
/// the older one. Rules that a level does not run have added nothing.
public struct ScoreReport: Sendable {
  public enum Direction: UInt8, Sendable { case inbound, outbound }

  /// A rule that matched and adds to a score.
  public struct Contribution: Sendable {
    public var ruleID: Int64
    public var direction: Direction
    /// 1 to 4.
    public var paranoiaLevel: Int
    /// What the rule adds for each value that matches.
    public var points: Int64
  }

  /// The scores of paranoia levels 1 to 4.
  public let inbound: [Int64]
  public let outbound: [Int64]
  /// In the order of the matches.
  public let contributions: [Contribution]

  public var inboundTotal: Int64 { inbound.reduce(0) { $0 &+ $1 } }
  public var outboundTotal: Int64 { outbound.reduce(0) { $0 &+ $1 } }

  public init(_ transaction: Transaction) {
    var scores: [[Int64]] = [[0, 0, 0, 0], [0, 0, 0, 0]]
    for row in scoreTable {
      let score = (transaction.tx(row.name) ?? .empty).span.leadingInteger
      scores[Int(row.direction.rawValue)][row.level - 1] &+= score
    }
    inbound = scores[0]
    outbound = scores[1]

    var found: [Contribution] = []
    for match in transaction.matches {
      var link: Rule? = match.rule
      while let rule = link {
        for effect in rule.effects {
          if let addition = ScoreReport.contribution(of: effect, match, transaction) { found.append(addition) }
        }
        link = rule.next
      }
    }
    contributions = found
  }

  private static func contribution(
    of effect: Effect, _ match: MatchRecord, _ transaction: Transaction
  ) -> Contribution? {
    guard case .setVariable(.tx, let key, .add, let value) = effect, let name = key.text.constant else { return nil }
    for row in scoreTable where name.span.isEqualIgnoringCase(to: row.name) {
      let points = transaction.expand(value).span.leadingInteger
      return Contribution(
        ruleID: match.rule.metadata.id, direction: row.direction, paranoiaLevel: row.level, points: points)
    }
    return nil
  }

  /// Appends `inbound 8 (pl1 5, pl2 3, pl3 0, pl4 0), outbound 0 (…), rules 942100 (inbound pl1 +5), …`.
  public func append(to output: inout [UInt8]) {
    ScoreReport.append("inbound ", inboundTotal, inbound, to: &output)
    ScoreReport.append(", outbound ", outboundTotal, outbound, to: &output)
    if !contributions.isEmpty { output.append(", rules ") }
    for (index, contribution) in contributions.enumerated() {
      if index > 0 { output.append(", ") }
      output.append(decimal: contribution.ruleID)
      output.append(contribution.direction == .inbound ? " (inbound pl" : " (outbound pl")
      output.append(decimal: contribution.paranoiaLevel)
      output.append(" +")
      output.append(decimal: contribution.points)
      output.append(")")
    }
  }

  private static func append(_ name: StaticString, _ total: Int64, _ levels: [Int64], to output: inout [UInt8]) {
    output.append(name)
    output.append(decimal: total)
    output.append(" (")
    for (index, score) in levels.enumerated() {
      if index > 0 { output.append(", ") }
      output.append("pl")
      output.append(decimal: index + 1)
      output.append(" ")
      output.append(decimal: score)
    }
    output.append(")")
  }
}

private struct ScoreRow: Sendable {
  let name: StaticString
  let direction: ScoreReport.Direction
  let level: Int
}

private let scoreTable: [ScoreRow] = [
  ScoreRow(name: "inbound_anomaly_score_pl1", direction: .inbound, level: 1),
  ScoreRow(name: "inbound_anomaly_score_pl2", direction: .inbound, level: 2),
  ScoreRow(name: "inbound_anomaly_score_pl3", direction: .inbound, level: 3),
  ScoreRow(name: "inbound_anomaly_score_pl4", direction: .inbound, level: 4),
  ScoreRow(name: "anomaly_score_pl1", direction: .inbound, level: 1),
  ScoreRow(name: "anomaly_score_pl2", direction: .inbound, level: 2),
  ScoreRow(name: "anomaly_score_pl3", direction: .inbound, level: 3),
  ScoreRow(name: "anomaly_score_pl4", direction: .inbound, level: 4),
  ScoreRow(name: "outbound_anomaly_score_pl1", direction: .outbound, level: 1),
  ScoreRow(name: "outbound_anomaly_score_pl2", direction: .outbound, level: 2),
  ScoreRow(name: "outbound_anomaly_score_pl3", direction: .outbound, level: 3),
  ScoreRow(name: "outbound_anomaly_score_pl4", direction: .outbound, level: 4),
]
