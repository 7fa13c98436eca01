import Bytes
import RuleEngine
import SecLang

extension ControlRow {
  static let requestBodyAccess = ControlRow("requestBodyAccess", ["Off", "On"]) { .requestBodyAccess($0 == 1) }

  static let responseBodyAccess = ControlRow("responseBodyAccess", ["Off", "On"]) { .responseBodyAccess($0 == 1) }

  static let forceRequestBodyVariable = ControlRow("forceRequestBodyVariable", ["Off", "On"]) {
    .forceRequestBodyVariable($0 == 1)
  }

  static let forceResponseBodyVariable = ControlRow("forceResponseBodyVariable", ["Off", "On"]) {
    .forceResponseBodyVariable($0 == 1)
  }

  static let requestBodyLimit = ControlRow("requestBodyLimit") { value, rule, compilation in
    guard let bytes = compilation.number(value, in: 1...1_073_741_824, orReport: .badActionArgument) else { return }
    rule.effects.append(.control(.requestBodyLimit(bytes)))
  }

  static let responseBodyLimit = ControlRow("responseBodyLimit") { value, rule, compilation in
    guard let bytes = compilation.number(value, in: 1...1_073_741_824, orReport: .badActionArgument) else { return }
    rule.effects.append(.control(.responseBodyLimit(bytes)))
  }

  /// A name nobody knows is no error of the rules: the transaction sets REQBODY_ERROR, as Coraza does.
  static let requestBodyProcessor = ControlRow("requestBodyProcessor") { value, rule, _ in
    let names: [StaticString] = ["URLENCODED", "MULTIPART", "JSON", "XML", "RAW"]
    let processors: [BodyProcessor] = [.urlEncoded, .multipart, .json, .xml, .raw]
    let bytes = value.bytes
    for index in names.indices where bytes.span.isEqualIgnoringCase(to: names[index]) {
      rule.effects.append(.control(.requestBodyProcessor(processors[index])))
      return
    }
    rule.effects.append(.control(.unknownBodyProcessor(bytes)))
  }

  static let responseBodyProcessor = ControlRow("responseBodyProcessor", isIgnored: true)
  static let parseXmlIntoArgs = ControlRow("parseXmlIntoArgs", isIgnored: true)
}
