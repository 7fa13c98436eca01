import Bytes

// Operators that rules may name and no engine can honour here; each says what to write instead.
extension OperatorRow {
  static let gsbLookup = rejected(
    "gsbLookup", "@gsbLookup asks a retired Google service; remove the rule, or list the hosts with @pmFromFile")
  static let restpath = rejected(
    "restpath", "@restpath is known to Coraza alone; match REQUEST_FILENAME with @rx, such as @rx ^/users/[^/]+$")
  static let rsub = rejected(
    "rsub", "@rsub rewrites bodies, which no rule may do here; remove the rule")
  static let validateHash = rejected(
    "validateHash", "@validateHash needs the link signing of ModSecurity 2; remove the rule")

  private static func rejected(_ name: StaticString, _ sentence: StaticString) -> OperatorRow {
    OperatorRow(name, standing: .rejected) { _, _ throws(OperatorProblem) in
      throw OperatorProblem(.notSupported, [UInt8](sentence))
    }
  }
}
