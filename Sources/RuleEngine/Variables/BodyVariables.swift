import Bytes

// Values that are put together from others when a rule asks.
extension VariableRow {
  /// Header lines, an empty line, the body.
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
    text.append("\n")
    text.append(transaction.requestBodyBytes)
    return text
  }

  /// `XML:/*` is all text in one value; `//@*` all attributes; `/a/b` and `//a/@b` what stands at that path.
  static func xml(_ name: StaticString, _ text: Scalar, _ elements: List, _ attributes: List) -> VariableRow {
    VariableRow(
      name, isCollection: true, isStable: true,
      find: { transaction, key, values in
        let path = key.name
        if path.span.isEqual(to: "/*") {
          if let text = transaction.data.documentText(text) { values.append(text) }
        } else {
          let isAttribute = path.span.firstIndex(of: UInt8(ascii: "@")) != nil
          find(path.span, in: transaction.data.list(isAttribute ? attributes : elements), &values)
        }
      },
      fill: { transaction, values in
        // What any path could name: rules are screened on all of it.
        if let text = transaction.data.documentText(text) { values.append(text) }
        values.append(contentsOf: transaction.data.list(elements))
        values.append(contentsOf: transaction.data.list(attributes))
      })
  }

  private static func find(_ path: Span<UInt8>, in members: [Value], _ values: inout [Value]) {
    let isAnyAttribute = path.isEqual(to: "//@*")
    let isSuffix = path.hasPrefix("//")
    let wanted = isSuffix ? path.extracting(1..<path.count) : path
    for member in members {
      let key = member.key.span
      if isAnyAttribute || key.isEqual(to: wanted) || (isSuffix && key.hasSuffix(wanted)) { values.append(member) }
    }
  }
}

extension RequestData {
  /// All text of a document as the member `/*`.
  fileprivate func documentText(_ scalar: Scalar) -> Value? {
    guard var text = value(scalar) else { return nil }
    text.key = ByteSlice("/*")
    return text
  }
}
