import Bytes
import RuleEngine
import SecLang

// Actions that need processes, an answer's body before it is sent, and masks of the records.
extension ActionRow {
  static let exec = ActionRow("exec", .effect, .required, .ignored)
  static let append = ActionRow("append", .effect, .optional, .rejected)
  static let prepend = ActionRow("prepend", .effect, .optional, .rejected)
  static let sanitiseArg = ActionRow("sanitiseArg", .effect, .required, .supported, maskNamed)
  static let sanitiseMatched = ActionRow("sanitiseMatched", .effect, .optional, .supported, maskMatched)
  static let sanitiseMatchedBytes = ActionRow("sanitiseMatchedBytes", .effect, .optional, .supported, maskMatched)
  static let sanitiseRequestHeader = ActionRow("sanitiseRequestHeader", .effect, .required, .supported, maskNamed)
  static let sanitiseResponseHeader = ActionRow("sanitiseResponseHeader", .effect, .required, .supported, maskNamed)
  static let sanitizeArg = ActionRow("sanitizeArg", .effect, .required, .supported, maskNamed)
  static let sanitizeMatched = ActionRow("sanitizeMatched", .effect, .optional, .supported, maskMatched)
  static let sanitizeMatchedBytes = ActionRow("sanitizeMatchedBytes", .effect, .optional, .supported, maskMatched)
  static let sanitizeRequestHeader = ActionRow("sanitizeRequestHeader", .effect, .required, .supported, maskNamed)
  static let sanitizeResponseHeader = ActionRow("sanitizeResponseHeader", .effect, .required, .supported, maskNamed)

  /// `sanitiseArg:password`: masked in every record of the transaction, as header and as argument.
  private static let maskNamed: Apply = { name, rule, compilation in rule.add(.mask(compilation.macro(name))) }
  /// `sanitiseMatched`: what the rule matched; `sanitiseMatchedBytes:1/4` masks the whole value too.
  private static let maskMatched: Apply = { _, rule, _ in rule.add(.mask(nil)) }

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
