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
  let policy = policy.with(transaction)
  let texts = match.texts(policy, in: transaction)
  let rule = match.rule.metadata
  output.appendBeginning(match.isDisruptive && transaction.block != nil, match.phase, transaction)
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
  output.appendEnd(transaction, policy)
}

/// Appends the error-log line of what no rule decided but the host: the fields about the request are the same.
///
/// - Parameters:
///   - isDenied: whether the stream ended with it.
///   - phase: where; `nil` when that is no matter.
public func appendErrorLine(
  _ sentence: Span<UInt8>, denied isDenied: Bool, in phase: Phase?, of transaction: Transaction,
  _ policy: AuditPolicy = AuditPolicy(), to output: inout [UInt8]
) {
  let policy = policy.with(transaction)
  output.appendBeginning(isDenied, phase, transaction)
  output.append(sentence)
  output.appendEnd(transaction, policy)
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
  fileprivate mutating func appendBeginning(_ isDenied: Bool, _ phase: Phase?, _ transaction: Transaction) {
    append("[client \"")
    append(logEscaped: transaction.clientAddress.span)
    append("\"] Portcullis: ")
    append(isDenied ? "Access denied" : "Warning")
    if isDenied, let phase {
      append(" (phase ")
      append(decimal: Int(phase.rawValue))
      append(")")
    }
    append(". ")
  }

  fileprivate mutating func appendEnd(_ transaction: Transaction, _ policy: AuditPolicy) {
    let host = transaction.serverAddress.isEmpty ? transaction.serverName : transaction.serverAddress
    appendField("hostname", host.span)
    appendField("uri", policy.masking(transaction.uri.prefix(uriLimitBytes).span).span)
    appendField("unique_id", transaction.id.span)
  }

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
