import Bytes
import SecLang

// Actions that need processes, an answer's body before it is sent, or a log that keeps requests.
extension ActionRow {
  static let exec = ActionRow("exec", .effect, .required, .ignored)
  static let append = ActionRow("append", .effect, .optional, .rejected)
  static let prepend = ActionRow("prepend", .effect, .optional, .rejected)
  static let sanitiseArg = ActionRow("sanitiseArg", .effect, .optional, .rejected)
  static let sanitiseMatched = ActionRow("sanitiseMatched", .effect, .optional, .rejected)
  static let sanitiseMatchedBytes = ActionRow("sanitiseMatchedBytes", .effect, .optional, .rejected)
  static let sanitiseRequestHeader = ActionRow("sanitiseRequestHeader", .effect, .optional, .rejected)
  static let sanitiseResponseHeader = ActionRow("sanitiseResponseHeader", .effect, .optional, .rejected)
  static let sanitizeArg = ActionRow("sanitizeArg", .effect, .optional, .rejected)
  static let sanitizeMatched = ActionRow("sanitizeMatched", .effect, .optional, .rejected)
  static let sanitizeMatchedBytes = ActionRow("sanitizeMatchedBytes", .effect, .optional, .rejected)
  static let sanitizeRequestHeader = ActionRow("sanitizeRequestHeader", .effect, .optional, .rejected)
  static let sanitizeResponseHeader = ActionRow("sanitizeResponseHeader", .effect, .optional, .rejected)

  /// `xmlns:prefix=http://…`: checked, but no XPath here uses prefixes.
  static let xmlns = ActionRow("xmlns", .metadata, .required, .ignored) { word, _, compilation in
    let bytes = word.bytes
    let equals = bytes.span.firstIndex(of: UInt8(ascii: "=")) ?? 0
    let href = word.part(min(equals + 1, bytes.count)..<bytes.count).bytes
    if equals == 0 || !(href.span.hasPrefix("http") || href.span.hasPrefix("'http")) {
      compilation.report(.badActionArgument, at: word.range, "'xmlns' needs a prefix, '=' and a URL")
    }
  }
}
