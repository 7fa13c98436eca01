import BodyParsers
import RuleEngine

/// 1 GiB: the largest body limit, as in Coraza; it also fits a 32-bit `Int`.
let largestBodyLimit = 1_073_741_824

extension DirectiveRow {
  static let requestBodyAccess = flag("SecRequestBodyAccess") { $0.requestBodyAccess = $1 }

  static let requestBodyLimit = number("SecRequestBodyLimit", 1...largestBodyLimit) { $0.requestBodyLimitBytes = $1 }

  static let requestBodyLimitAction = limitAction("SecRequestBodyLimitAction") { $0.requestBodyLimitAction = $1 }

  static let requestBodyNoFilesLimit = number("SecRequestBodyNoFilesLimit", 1...largestBodyLimit) {
    $0.bodyLimits.noFilesBytes = $1
  }

  static let requestBodyJsonDepthLimit = number("SecRequestBodyJsonDepthLimit", 1...65_536) {
    $0.bodyLimits.jsonDepth = $1
  }

  static let argumentsLimit = number("SecArgumentsLimit", 1...1_000_000) { settings, count in
    settings.argumentLimit = count
    settings.bodyLimits.arguments = count
  }

  static let uploadFileLimit = number("SecUploadFileLimit", 0...1_000_000) { $0.bodyLimits.uploadFiles = $1 }

  /// SecParseXmlIntoArgs: element texts also become ARGS; with `OnlyArgs` the XML variables stay empty.
  static let parseXmlIntoArgs = choice("SecParseXmlIntoArgs", ["Off", "On", "OnlyArgs"]) {
    $0.xmlArguments = XMLArguments(rawValue: UInt8(truncatingIfNeeded: $1)) ?? .off
  }

  /// What is done with a body over its limit.
  static func limitAction(_ name: StaticString, _ set: @escaping Set<BodyLimitAction>) -> DirectiveRow {
    choice(name, ["Reject", "ProcessPartial"]) { settings, index in
      set(&settings, index == 0 ? .reject : .processPartial)
    }
  }
}
