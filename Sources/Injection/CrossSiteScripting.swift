import Bytes

/// Cross-site scripting by HTML token shape.
///
/// Verdicts are those of libinjection.
public enum CrossSiteScripting {
  /// Whether a browser would run script found in `input`, placed as text or inside any kind of attribute value.
  ///
  /// Takes time linear in the input and no memory.
  public static func detect(_ input: Span<UInt8>) -> Bool {
    isAttack(input, context: .data) || isAttack(input, context: .unquotedValue)
      || isAttack(input, context: .singleQuotedValue) || isAttack(input, context: .doubleQuotedValue)
      || isAttack(input, context: .tickQuotedValue)
  }

  private static func isAttack(_ input: Span<UInt8>, context: HTMLContext) -> Bool {
    var tokenizer = HTMLTokenizer(input, context: context)
    // What the attribute named last can do.
    var attribute = HTMLAttributeKind.harmless
    while let token = tokenizer.next() {
      let text = input.extracting(token.range)
      switch token.type {
      case .doctype: return true
      case .tagNameOpen: if isForbiddenTag(text) { return true }
      case .comment: if isForbiddenComment(text) { return true }
      case .attributeName:
        attribute = HTMLAttributeKind(of: text)
        continue
      case .attributeValue: if isForbiddenValue(text, of: attribute) { return true }
      default: break
      }
      attribute = .harmless
    }
    return false
  }

  private static func isForbiddenValue(_ value: Span<UInt8>, of attribute: HTMLAttributeKind) -> Bool {
    switch attribute {
    case .harmless: false
    case .forbidden, .style: true
    case .address: HTMLAddress.isScript(value)
    case .indirect: HTMLAttributeKind(of: value) == .forbidden
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
