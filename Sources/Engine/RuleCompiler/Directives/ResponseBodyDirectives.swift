import Bytes
import RuleEngine
import SecLang

extension DirectiveRow {
  static let responseBodyAccess = DirectiveRow("SecResponseBodyAccess") { _, arguments, compilation in
    compilation.set(arguments[0]) { $0.responseBodyAccess = $1 }
  }

  static let responseBodyLimit = DirectiveRow("SecResponseBodyLimit") { _, arguments, compilation in
    compilation.set(arguments[0], in: 1...largestBodyLimit) { $0.responseBodyLimitBytes = $1 }
  }

  static let responseBodyLimitAction = DirectiveRow("SecResponseBodyLimitAction") { _, arguments, compilation in
    compilation.set(arguments[0]) { $0.responseBodyLimitAction = $1 }
  }

  /// SecResponseBodyMimeType text/html text/plain: replaces the list.
  static let responseBodyMimeType = DirectiveRow("SecResponseBodyMimeType", arguments: 1...Int.max) {
    _, arguments, compilation in
    var types: [[UInt8]] = []
    for argument in arguments {
      for type in argument.bytes.split(separator: UInt8(ascii: " ")) { types.append(type.map { $0.lowercasedASCII }) }
    }
    compilation.settings.responseBodyMimeTypes = types
  }

  static let responseBodyMimeTypeClear = clearing("SecResponseBodyMimeTypeClear")
  static let responseBodyMimeTypesClear = clearing("SecResponseBodyMimeTypesClear")

  private static func clearing(_ name: StaticString) -> DirectiveRow {
    DirectiveRow(name, arguments: 0...0) { _, _, compilation in compilation.settings.responseBodyMimeTypes = [] }
  }
}
