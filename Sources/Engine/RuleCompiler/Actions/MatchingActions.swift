import Bytes
import SecLang
import Transformations

extension ActionRow {
  /// `capture`: groups become TX.0–TX.9.
  static let capture = ActionRow("capture", .matching) { _, rule, _ in rule.isCapturing = true }

  /// `multiMatch`: the operator is asked after each transformation that changed the value.
  static let multiMatch = ActionRow("multiMatch", .matching) { _, rule, _ in rule.isMultiMatch = true }

  /// `t:name`; `t:none` forgets what was said before and by default.
  static let transformation = ActionRow("t", .transformation, .required) { name, rule, compilation in
    let bytes = name.bytes
    if bytes.span.isEqualIgnoringCase(to: "none") {
      if rule.isDefaultAction {
        return compilation.report(.badActionArgument, at: name.range, "t:none means nothing as a default")
      }
      rule.transformations = []
      rule.startsOver = true
    } else if let index = transformationIndex(named: bytes.span) {
      rule.transformations.append(index)
    } else {
      let names = [[UInt8]("none")] + transformationTable.map { [UInt8]($0.name) }
      compilation.reportUnknown(.unknownTransformation, name, among: names)
    }
  }
}
