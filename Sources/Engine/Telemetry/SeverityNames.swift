import Bytes

private let names: [StaticString] = [
  "emergency", "alert", "critical", "error", "warning", "notice", "info", "debug",
]

/// The name of a severity, 0 to 7 (RFC 5424 §6.2.1); empty for a rule that has none.
public func severityName(_ severity: UInt8?) -> StaticString {
  guard let severity, Int(severity) < names.count else { return "" }
  return names[Int(severity)]
}
