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
  static func xml(_ name: StaticString) -> VariableRow {
    VariableRow(
      name, isCollection: true, isStable: true,
      find: { transaction, key, values in findXML(transaction, key.name, &values) },
      fill: { transaction, values in findXML(transaction, [UInt8]("/*"), &values) })
  }

  private static func findXML(_ transaction: Transaction, _ path: [UInt8], _ values: inout [Value]) {
    let path = path.span
    if path.isEqual(to: "/*") {
      if var text = transaction.data.value(.xmlText) {
        text.key = ByteSlice("/*")
        values.append(text)
      }
      return
    }
    let isAnyAttribute = path.isEqual(to: "//@*")
    let isSuffix = path.hasPrefix("//")
    let wanted = isSuffix ? path.extracting(1..<path.count) : path
    let list = path.firstIndex(of: UInt8(ascii: "@")) == nil ? List.xmlElements : .xmlAttributes
    for member in transaction.data.list(list) {
      let key = member.key.span
      if isAnyAttribute || key.isEqual(to: wanted) || (isSuffix && key.hasSuffix(wanted)) { values.append(member) }
    }
  }
}
