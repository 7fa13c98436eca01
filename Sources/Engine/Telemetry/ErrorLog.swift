import Bytes
public import RuleEngine

/// Bytes of a matched value, and of the request's target, that a line shows at most.
private let dataLimitBytes = 280
private let uriLimitBytes = 2048

/// Appends the error-log line of one match: the bracketed fields log collectors and go-ftw read.
///
/// `[client "…"] Portcullis: Warning. <msg> [file ""] [line ""] [id ""] … [unique_id ""]`; for the rule that ends the
/// transaction `Access denied (phase N).` stands in place of `Warning.` No newline, whatever the traffic holds.
public func appendErrorLine(
  of match: MatchRecord, in transaction: Transaction, _ policy: AuditPolicy = AuditPolicy(), to output: inout [UInt8]
) {
  let texts = match.texts(policy, in: transaction)
  let rule = match.rule.metadata
  output.append("[client \"")
  output.append(logEscaped: transaction.clientAddress.span)
  output.append("\"] Portcullis: ")
  if match.isDisruptive && transaction.block != nil {
    output.append("Access denied (phase ")
    output.append(decimal: Int(match.phase.rawValue))
    output.append("). ")
  } else {
    output.append("Warning. ")
  }
  if let finding = match.rule.finding {
    output.append(finding)
    output.append(". ")
  }
  output.append(logEscaped: texts.message.span)
  output.appendField("file", rule.file.span)
  output.appendField("line", Int64(rule.line))
  output.appendField("id", Int64(rule.id))
  output.appendField("rev", rule.revision.span)
  output.appendField("msg", texts.message.span)
  output.appendField("data", texts.data.span.extracting(0..<min(texts.data.count, dataLimitBytes)))
  output.appendField("severity", ByteSlice(severityName(rule.severity)).span)
  output.appendField("ver", rule.version.span)
  output.appendField("maturity", Int64(rule.maturity))
  output.appendField("accuracy", Int64(rule.accuracy))
  for tag in match.tags { output.appendField("tag", tag.span) }
  let host = transaction.serverAddress.isEmpty ? transaction.serverName : transaction.serverAddress
  output.appendField("hostname", host.span)
  output.appendField("uri", policy.masking(transaction.uri.prefix(uriLimitBytes).span).span)
  output.appendField("unique_id", transaction.id.span)
}

extension MatchRecord {
  /// What a line shows of the match: its texts, unless they may hold a secret.
  func texts(_ policy: AuditPolicy, in transaction: Transaction) -> (message: [UInt8], data: [UInt8]) {
    if policy.hides(variable: variableName, of: transaction) {
      return (rule.metadata.message.constant ?? [], [UInt8](AuditPolicy.mask))
    }
    return (policy.masking(message.span), policy.masking(data.span))
  }
}

extension [UInt8] {
  fileprivate mutating func appendField(_ name: StaticString, _ value: Span<UInt8>) {
    append(" [")
    append(name)
    append(" \"")
    append(logEscaped: value)
    append("\"]")
  }

  fileprivate mutating func appendField(_ name: StaticString, _ value: Int64) {
    var text: [UInt8] = []
    text.append(decimal: value)
    appendField(name, text.span)
  }

  /// Quotes and backslashes with a backslash before them, what is not printable ASCII or well-formed UTF-8 as `\xHH`.
  mutating func append(logEscaped bytes: Span<UInt8>) {
    var index = 0
    while appendPlain(bytes, &index) {
      let byte = bytes[index]
      let length = bytes.utf8SequenceLength(at: index)
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
        append(UInt8(ascii: "\\"))
        append(byte)
      } else if byte < 0x20 || byte == 0x7f || length == 0 {
        append("\\x")
        append(hex: byte)
      } else {
        append(bytes.extracting(index..<(index + length)))
        index += length - 1
      }
      index += 1
    }
  }
}
