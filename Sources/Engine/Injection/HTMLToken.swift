/// What a piece of HTML text is.
package enum HTMLTokenType: UInt8 {
  case text
  case tagNameOpen
  /// The `>` that ends a tag.
  case tagNameClose
  case tagNameSelfClose
  /// The name of an end tag.
  case tagClose
  case attributeName
  case attributeValue
  case comment
  case doctype
}

/// One token of HTML text.
package struct HTMLToken {
  package let type: HTMLTokenType
  /// Where it stands in the input.
  package let range: Range<Int>
}

/// Where in a page the text is taken to stand.
package enum HTMLContext: CaseIterable {
  /// Between tags.
  case data
  /// Inside a tag, where an attribute without quotes was.
  case unquotedValue
  case singleQuotedValue
  case doubleQuotedValue
  /// Old versions of Internet Explorer take ticks for quotes.
  case tickQuotedValue
}
