import Bytes
import RuleEngine
import SecLang

extension DirectiveRow {
  static let ruleEngine = DirectiveRow("SecRuleEngine") { _, arguments, compilation in
    compilation.set(arguments[0], to: ["Off", "DetectionOnly", "On"]) {
      $0.engineMode = EngineMode(rawValue: $1) ?? .on
    }
  }

  /// SecComponentSignature "OWASP_CRS/4.28.0": what audit records say the rules are.
  static let componentSignature = DirectiveRow("SecComponentSignature") { _, arguments, compilation in
    compilation.settings.componentSignatures.append(arguments[0].bytes)
  }

  static let webAppId = DirectiveRow("SecWebAppId") { _, arguments, compilation in
    compilation.settings.webAppID = arguments[0].bytes
  }

  static let sensorId = DirectiveRow("SecSensorId") { _, arguments, compilation in
    compilation.settings.sensorID = arguments[0].bytes
  }

  /// SecPcreMatchLimit: steps of the matcher for patterns with lookaround and the like.
  static let pcreMatchLimit = DirectiveRow("SecPcreMatchLimit") { _, arguments, compilation in
    compilation.set(arguments[0], in: 1...1_000_000_000) { $0.matchLimit = $1 }
  }

  static let collectionTimeout = DirectiveRow("SecCollectionTimeout") { _, arguments, compilation in
    compilation.set(arguments[0], in: 0...Int(Int32.max)) { $0.collectionTimeoutSeconds = $1 }
  }

  static let debugLogLevel = DirectiveRow("SecDebugLogLevel") { _, arguments, compilation in
    compilation.set(arguments[0], in: 0...9) { $0.debugLogLevel = $1 }
  }

  static let argumentSeparator = DirectiveRow("SecArgumentSeparator") { _, arguments, compilation in
    let bytes = arguments[0].bytes
    guard bytes.count == 1 else {
      return compilation.report(.badArgument, at: arguments[0].range, "the separator is one character")
    }
    compilation.settings.argumentSeparator = bytes[0]
  }

  /// SecCookieFormat 0: Netscape cookies; nobody sends those of version 1 any more.
  static let cookieFormat = DirectiveRow("SecCookieFormat") { _, arguments, compilation in
    if arguments[0].bytes != [UInt8(ascii: "0")] {
      compilation.report(.badArgument, at: arguments[0].range, "only cookie format 0 is known")
    }
  }

  /// SecUnicodeMapFile FILE CODEPAGE: the map of code page 20127 is built in, the file is not read.
  static let unicodeMapFile = DirectiveRow("SecUnicodeMapFile", arguments: 1...2) { directive, arguments, compilation in
    guard arguments.count == 2, let page = compilation.number(arguments[1], in: 0...65_535) else { return }
    if page != 20_127 { compilation.warnOnce(.directiveIgnored, directive.name.bytes, at: arguments[1].range) }
  }

  /// SecUnicodeMap CODEPAGE, as above.
  static let unicodeMap = DirectiveRow("SecUnicodeMap", .ignored)

  /// SecXmlExternalEntity Off: entities are never fetched.
  static let xmlExternalEntity = DirectiveRow("SecXmlExternalEntity") { directive, arguments, compilation in
    if compilation.flag(arguments[0]) == true {
      compilation.warnOnce(.directiveIgnored, directive.name.bytes, at: directive.name.range)
    }
  }
}
