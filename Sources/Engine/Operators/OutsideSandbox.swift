// Operators that ask the world outside the sandbox: a resolver, a database, a script, a schema file. They never match.
// An engine that let them match always would block everything a rule was meant to look up first.
extension OperatorRow {
  static let fuzzyHash = neverMatching("fuzzyHash")
  static let geoLookup = neverMatching("geoLookup")
  static let inspectFile = neverMatching("inspectFile")
  static let inspectFileF = neverMatching("inspectFileF")
  static let rbl = neverMatching("rbl")
  static let validateDTD = neverMatching("validateDTD")
  static let validateSchema = neverMatching("validateSchema")

  @inline(__always)
  private static func neverMatching(_ name: StaticString) -> OperatorRow {
    OperatorRow(name, standing: .neverMatches) { _, _ in Operator() }
  }
}
