import Bytes

/// Cross-site scripting by HTML token shape.
///
/// Verdicts are those of libinjection.
public enum CrossSiteScripting {
  /// Whether a browser would run script found in `input`, placed as text or inside any kind of attribute value.
  ///
  /// Takes time linear in the input and no memory.
  public static func detect(_ input: Span<UInt8>) -> Bool {
    let marks = Marks(of: input)
    // Only a tag, a declaration or the value of a named attribute can be an attack.
    guard marks.hasTag || marks.hasValue else { return false }
    // Without a tag the text between tags is all there is, without its quote one value without a name.
    return (marks.hasTag && isAttack(input, context: .data)) || isAttack(input, context: .unquotedValue)
      || (marks.hasSingleQuote && isAttack(input, context: .singleQuotedValue))
      || (marks.hasDoubleQuote && isAttack(input, context: .doubleQuotedValue))
      || (marks.hasTick && isAttack(input, context: .tickQuotedValue))
  }

  /// Which of the bytes that decide what is worth reading occur.
  private struct Marks {
    var hasTag = false
    var hasValue = false
    var hasSingleQuote = false
    var hasDoubleQuote = false
    var hasTick = false

    init(of input: Span<UInt8>) {
      for index in 0..<input.count {
        switch input[index] {
        case UInt8(ascii: "<"): hasTag = true
        case UInt8(ascii: "="): hasValue = true
        case UInt8(ascii: "'"): hasSingleQuote = true
        case UInt8(ascii: "\""): hasDoubleQuote = true
        case UInt8(ascii: "`"): hasTick = true
        default: break
        }
      }
    }
  }

  private static func isAttack(_ input: Span<UInt8>, context: HTMLContext) -> Bool {
    var tokenizer = HTMLTokenizer(input, context: context)
    // The name of the attribute whose value comes next; most have none, so what it can do is looked up only then.
    var attribute = 0..<0
    while let token = tokenizer.next() {
      switch token.type {
      case .doctype: return true
      case .tagNameOpen: if isForbiddenTag(input.extracting(token.range)) { return true }
      case .comment: if isForbiddenComment(input.extracting(token.range)) { return true }
      case .attributeName:
        attribute = token.range
        continue
      case .attributeValue:
        let kind = HTMLAttributeKind(of: input.extracting(attribute))
        if isForbiddenValue(input.extracting(token.range), of: kind) { return true }
      default: break
      }
      attribute = 0..<0
    }
    return false
  }

  private static func isForbiddenValue(_ value: Span<UInt8>, of attribute: HTMLAttributeKind) -> Bool {
    switch attribute {
    case .harmless: false
    case .forbidden, .style: true
    case .address: HTMLAddress.isScript(value)
    case .indirect: HTMLAttributeKind(of: value) != .harmless
    }
  }

  private static func isForbiddenTag(_ name: Span<UInt8>) -> Bool {
    guard name.count >= 3 else { return false }
    for tag in forbiddenTags where name.isEqualIgnoringCaseAndNULs(to: tag) { return true }
    return name.hasPrefixIgnoringCase("SVG") || name.hasPrefixIgnoringCase("XSL")
  }

  private static func isForbiddenComment(_ text: Span<UInt8>) -> Bool {
    // Internet Explorer ends a comment at a tick, and reads conditions and processing instructions in it.
    if text.firstIndex(of: UInt8(ascii: "`")) != nil { return true }
    if text.count > 3, text.hasPrefixIgnoringCase("[IF") || text.hasPrefixIgnoringCase("XML") { return true }
    return text.hasPrefixIgnoringCase("IMPORT") || text.hasPrefixIgnoringCase("ENTITY")
  }
}

private let forbiddenTags: [StaticString] = [
  "APPLET", "BASE", "COMMENT", "EMBED", "FRAME", "FRAMESET", "HANDLER", "IFRAME", "IMPORT", "ISINDEX", "LINK",
  "LISTENER", "META", "NOSCRIPT", "OBJECT", "SCRIPT", "STYLE", "VMLFRAME", "XML", "XSS",
]
