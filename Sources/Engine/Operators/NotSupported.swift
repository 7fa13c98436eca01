import Bytes

// Operators that rules may name and no engine can honour here; each says what to write instead.
extension OperatorRow {
  static let gsbLookup = OperatorRow("gsbLookup", standing: .rejected) { _, _ throws(OperatorProblem) in
    throw .instead("@gsbLookup asks a retired Google service; remove the rule, or list the hosts with @pmFromFile")
  }
  static let restpath = OperatorRow("restpath", standing: .rejected) { _, _ throws(OperatorProblem) in
    throw .instead("@restpath is known to Coraza alone; match REQUEST_FILENAME with @rx, such as @rx ^/users/[^/]+$")
  }
  static let rsub = OperatorRow("rsub", standing: .rejected) { _, _ throws(OperatorProblem) in
    throw .instead("@rsub rewrites bodies, which no rule may do here; remove the rule")
  }
  static let validateHash = OperatorRow("validateHash", standing: .rejected) { _, _ throws(OperatorProblem) in
    throw .instead("@validateHash needs the link signing of ModSecurity 2; remove the rule")
  }
}

extension OperatorProblem {
  fileprivate static func instead(_ sentence: StaticString) -> OperatorProblem {
    OperatorProblem(.notSupported, [UInt8](sentence))
  }
}
