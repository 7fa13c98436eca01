import BodyParsers
import RuleEngine

/// 1 GiB: the largest body limit, as in Coraza; it also fits a 32-bit `Int`.
let largestBodyLimit = 1_073_741_824

extension DirectiveRow {
  static let requestBodyAccess = DirectiveRow("SecRequestBodyAccess") { _, arguments, compilation in
    compilation.set(arguments[0]) { $0.requestBodyAccess = $1 }
  }

  static let requestBodyLimit = DirectiveRow("SecRequestBodyLimit") { _, arguments, compilation in
    compilation.set(arguments[0], in: 1...largestBodyLimit) { $0.requestBodyLimitBytes = $1 }
  }

  static let requestBodyLimitAction = DirectiveRow("SecRequestBodyLimitAction") { _, arguments, compilation in
    compilation.set(arguments[0]) { $0.requestBodyLimitAction = $1 }
  }

  static let requestBodyNoFilesLimit = DirectiveRow("SecRequestBodyNoFilesLimit") { _, arguments, compilation in
    compilation.set(arguments[0], in: 1...largestBodyLimit) { $0.bodyLimits.noFilesBytes = $1 }
  }

  static let requestBodyJsonDepthLimit = DirectiveRow("SecRequestBodyJsonDepthLimit") { _, arguments, compilation in
    compilation.set(arguments[0], in: 1...65_536) { $0.bodyLimits.jsonDepth = $1 }
  }

  static let argumentsLimit = DirectiveRow("SecArgumentsLimit") { _, arguments, compilation in
    compilation.set(arguments[0], in: 1...1_000_000) { $0.argumentLimit = $1 }
  }

  static let uploadFileLimit = DirectiveRow("SecUploadFileLimit") { _, arguments, compilation in
    compilation.set(arguments[0], in: 0...1_000_000) { $0.bodyLimits.uploadFiles = $1 }
  }

  /// SecParseXmlIntoArgs: element texts also become ARGS; with `OnlyArgs` the XML variables stay empty.
  static let parseXmlIntoArgs = DirectiveRow("SecParseXmlIntoArgs") { _, arguments, compilation in
    compilation.set(arguments[0], to: ["Off", "On", "OnlyArgs"]) {
      $0.xmlArguments = XMLArguments(rawValue: $1) ?? .off
    }
  }
}
