import BodyParsers
import RuleEngine
import SecLang

/// 1 GiB: the largest body limit, as in Coraza; it also fits a 32-bit `Int`.
let largestBodyLimit = 1_073_741_824

extension DirectiveRow {
  static let requestBodyAccess = DirectiveRow("SecRequestBodyAccess") { _, arguments, compilation in
    if let flag = compilation.flag(arguments[0]) { compilation.settings.requestBodyAccess = flag }
  }

  static let requestBodyLimit = DirectiveRow("SecRequestBodyLimit") { _, arguments, compilation in
    guard let bytes = compilation.number(arguments[0], in: 1...largestBodyLimit) else { return }
    compilation.settings.requestBodyLimitBytes = bytes
  }

  static let requestBodyLimitAction = DirectiveRow("SecRequestBodyLimitAction") { _, arguments, compilation in
    guard let index = compilation.choice(arguments[0], ["Reject", "ProcessPartial"]) else { return }
    compilation.settings.requestBodyLimitAction = index == 0 ? .reject : .processPartial
  }

  static let requestBodyNoFilesLimit = DirectiveRow("SecRequestBodyNoFilesLimit") { _, arguments, compilation in
    guard let bytes = compilation.number(arguments[0], in: 1...largestBodyLimit) else { return }
    compilation.settings.bodyLimits.noFilesBytes = bytes
  }

  static let requestBodyJsonDepthLimit = DirectiveRow("SecRequestBodyJsonDepthLimit") { _, arguments, compilation in
    guard let depth = compilation.number(arguments[0], in: 1...65_536) else { return }
    compilation.settings.bodyLimits.jsonDepth = depth
  }

  static let argumentsLimit = DirectiveRow("SecArgumentsLimit") { _, arguments, compilation in
    guard let count = compilation.number(arguments[0], in: 1...1_000_000) else { return }
    compilation.settings.argumentLimit = count
    compilation.settings.bodyLimits.arguments = count
  }

  static let uploadFileLimit = DirectiveRow("SecUploadFileLimit") { _, arguments, compilation in
    guard let count = compilation.number(arguments[0], in: 0...1_000_000) else { return }
    compilation.settings.bodyLimits.uploadFiles = count
  }

  /// SecParseXmlIntoArgs: element texts also become ARGS; with `OnlyArgs` the XML variables stay empty.
  static let parseXmlIntoArgs = DirectiveRow("SecParseXmlIntoArgs") { _, arguments, compilation in
    guard let index = compilation.choice(arguments[0], ["Off", "On", "OnlyArgs"]) else { return }
    compilation.settings.xmlArguments = XMLArguments(rawValue: UInt8(truncatingIfNeeded: index)) ?? .off
  }
}
