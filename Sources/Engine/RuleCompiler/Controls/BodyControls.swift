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
    rule.add(.control(.requestBodyLimit(bytes)))
  }

  static let responseBodyLimit = ControlRow("responseBodyLimit") { value, rule, compilation in
    guard let bytes = compilation.number(value, in: 1...1_073_741_824, orReport: .badActionArgument) else { return }
    rule.add(.control(.responseBodyLimit(bytes)))
  }

  /// A name nobody knows is no error of the rules: the transaction sets REQBODY_ERROR, as Coraza does.
  static let requestBodyProcessor = ControlRow("requestBodyProcessor") { value, rule, _ in
    if let processor = bodyProcessor(named: value.bytes) {
      rule.add(.control(.requestBodyProcessor(processor)))
    } else {
      rule.add(.control(.unknownBodyProcessor(value.bytes)))
    }
  }

  static let responseBodyProcessor = ControlRow("responseBodyProcessor") { value, rule, compilation in
    guard let processor = bodyProcessor(named: value.bytes) else {
      let found = sentence("'", value.bytes, "' is none of URLENCODED, MULTIPART, JSON, XML and RAW")
      return compilation.report(.badActionArgument, at: value.range, found)
    }
    rule.add(.control(.responseBodyProcessor(processor)))
  }

  private static func bodyProcessor(named name: [UInt8]) -> BodyProcessor? {
    for processor in [BodyProcessor.urlEncoded, .multipart, .json, .xml, .raw]
    where name.span.isEqualIgnoringCase(to: processor.name.span) { return processor }
    return nil
  }

  static let parseXmlIntoArgs = ControlRow("parseXmlIntoArgs", ["Off", "On", "OnlyArgs"]) { index in
    .xmlArguments(XMLArguments(rawValue: UInt8(truncatingIfNeeded: index)) ?? .off)
  }
}
