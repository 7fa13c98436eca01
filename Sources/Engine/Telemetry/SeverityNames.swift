import Bytes

private let names: [StaticString] = [
  "emergency", "alert", "critical", "error", "warning", "notice", "info", "debug",
]

/// The name of a severity, 0 to 7 (RFC 5424 §6.2.1); empty for a rule that has none.
public func severityName(_ severity: UInt8?) -> StaticString {
  guard let severity, Int(severity) < names.count else { return "" }
  return names[Int(severity)]
}

/// How a log line is ranked by the host.
public enum LogRank: UInt8, Sendable {
  case debug, info, warning, error, critical

  /// 0–2 critical, 3 error, 4 warning, 5–6 info, 7 debug; a rule without severity is info.
  public init(severity: UInt8?) {
    switch severity ?? 6 {
    case 0...2: self = .critical
    case 3: self = .error
    case 4: self = .warning
    case 5...6: self = .info
    default: self = .debug
    }
  }
}
