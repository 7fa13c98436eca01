import Bytes

// Values that are put together from others when a rule asks.
extension VariableRow {
  /// Header lines, two empty lines, the body: what ModSecurity 3 puts together.
  static let fullRequest = VariableRow("FULL_REQUEST") { transaction, values in
    values.append(Value(transaction.arena.copy(fullRequestText(transaction))))
  }

  static let fullRequestLength = VariableRow("FULL_REQUEST_LENGTH") { transaction, values in
    values.append(Value(transaction.decimal(fullRequestText(transaction).count)))
  }

  private static func fullRequestText(_ transaction: Transaction) -> [UInt8] {
    var text: [UInt8] = []
    for header in transaction.data.list(.requestHeaders) {
      text.append(header.key)
      text.append(": ")
      text.append(header.value)
      text.append("\n")
    }
    text.append("\n\n")
    text.append(transaction.requestBodyBytes)
    return text
  }

  /// `XML:/*` is all text in one value; `//@*` all attributes; other paths (`XMLPath`) what stands there, and so do
  /// declared namespaces (`/a/@xmlns`), which `@*` leaves out as XPath does.
  ///
  /// Values are called after the path that was asked for, as in ModSecurity, so that exceptions can name it.
  static func xml(_ name: StaticString, _ body: XMLBody) -> VariableRow {
    VariableRow(
      name, isCollection: true, isStable: true, hasPlainKeys: false,
      find: { transaction, key, values in
        let path = [UInt8](key.name)
        if path.span.isEqual(to: "/*") {
          if let text = transaction.data.documentText(body.text) { values.append(text) }
          return
        }
        let first = values.count
        if path.span.firstIndex(of: UInt8(ascii: "@")) == nil {
          find(path.span, in: transaction.data.list(body.elements), &values)
        } else if path.span.isEqual(to: "//@*") {
          values.append(contentsOf: transaction.data.list(body.attributes))
        } else {
          find(path.span, in: transaction.data.list(body.attributes), &values)
          if path.span.lastIndex(of: UInt8(ascii: "*")) != path.count - 1 {
            find(path.span, in: transaction.data.list(body.namespaces), &values)
          }
        }
        if first == values.count { return }
        let asked = transaction.arena.copy(path)
        for index in first..<values.count {
          values[index].key = asked
          values[index].keyHash = key.hash
        }
      },
      fill: { transaction, values in
        // What any path could name: rules are screened on all of it.
        if let text = transaction.data.documentText(body.text) { values.append(text) }
        for list in [body.elements, body.attributes, body.namespaces] {
          values.append(contentsOf: transaction.data.list(list))
        }
      })
  }

  private static func find(_ path: Span<UInt8>, in members: [Value], _ values: inout [Value]) {
    for member in members where XMLPath.matches(path, member.key.span) { values.append(member) }
  }
}

/// Where a document's parts are kept.
struct XMLBody {
  var text = Scalar.xmlText
  var elements = List.xmlElements
  var attributes = List.xmlAttributes
  var namespaces = List.xmlNamespaces

  static let request = XMLBody()
  static let response = XMLBody(
    text: .responseXMLText, elements: .responseXMLElements, attributes: .responseXMLAttributes,
    namespaces: .responseXMLNamespaces)
}

extension RequestData {
  /// All text of a document as the member `/*`.
  fileprivate func documentText(_ scalar: Scalar) -> Value? {
    guard var text = value(scalar) else { return nil }
    text.key = ByteSlice("/*")
    return text
  }
}
