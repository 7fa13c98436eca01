import Bytes
public import RuleEngine

/// Appends the audit record of a finished transaction in the form SecAuditLogFormat asks for.
public func appendAuditRecord(
  of transaction: Transaction, _ policy: AuditPolicy = AuditPolicy(), ending: ResponseEnding = .complete,
  to output: inout [UInt8]
) {
  switch transaction.settings.auditFormat {
  case .json: appendJSONAuditRecord(of: transaction, policy, ending: ending, to: &output)
  case .native: appendNativeAuditRecord(of: transaction, policy, ending: ending, to: &output)
  }
}

/// Appends the audit record of a finished transaction as one line of JSON in Coraza's layout, without newline.
///
/// Which members are filled follows SecAuditLogParts: B request headers, C request body, E response body, F response
/// headers, I the body without files, J files, H error-log lines, K one message per rule. Empty ones are left out
/// where Coraza leaves them out.
///
/// A record that would be longer than `policy.maxBytes` is given up there, and written again with its values cut short,
/// each with a mark: whatever the traffic holds, little more than that is ever written.
public func appendJSONAuditRecord(
  of transaction: Transaction, _ policy: AuditPolicy = AuditPolicy(), ending: ResponseEnding = .complete,
  to output: inout [UInt8]
) {
  let policy = policy.with(transaction)
  let start = output.count
  for valueLimit in [Int.max, 4096, 256, 32] {
    output.removeLast(output.count - start)
    var json = JSONWriter(output, valueLimit: valueLimit, limit: policy.maxBytes)
    output = []
    json.object {
      $0.member("transaction") { appendTransaction(transaction, policy, ending, to: &$0) }
      $0.member("messages") { appendMessages(of: transaction, policy, to: &$0) }
    }
    output = json.bytes
    if output.count - start <= policy.maxBytes { return }
  }
  // More headers or messages than fit even so.
  output.removeLast(output.count - start - policy.maxBytes)
  output.append("[… cut]")
}

private func appendTransaction(
  _ transaction: Transaction, _ policy: AuditPolicy, _ ending: ResponseEnding, to json: inout JSONWriter
) {
  json.object {
    var timestamp: [UInt8] = []
    timestamp.append(transaction.time.civil)
    $0.member("timestamp", timestamp.span)
    $0.member("unix_timestamp", transaction.time.unixNanoseconds)
    $0.member("id", transaction.id.span)
    $0.member("client_ip", transaction.clientAddress.span)
    $0.member("client_port", transaction.clientPort.span.leadingInteger)
    $0.member("host_ip", transaction.serverAddress.span)
    $0.member("host_port", transaction.serverPort.span.leadingInteger)
    $0.member("server_id", transaction.serverName.span)
    $0.member("request") { appendRequest(transaction, policy, to: &$0) }
    $0.member("response") { appendResponse(transaction, policy, ending, to: &$0) }
    $0.member("producer") { appendProducer(transaction, to: &$0) }
    $0.member("highest_severity", ByteSlice(severityName(transaction.worstSeverity)).span)
    $0.member("is_interrupted", transaction.block != nil)
    if let held = transaction.wouldBlock, transaction.block == nil {
      $0.member("would_block", held.ruleID)
    }
  }
}

private func appendRequest(_ transaction: Transaction, _ policy: AuditPolicy, to json: inout JSONWriter) {
  let parts = transaction.settings.auditParts
  json.object {
    let version = transaction.requestProtocol
    $0.member("method", transaction.method.span)
    $0.member("protocol", version.span)
    $0.member("uri", policy.masking(transaction.uri.span).span)
    $0.member("http_version", version.dropFirst(version.span.hasPrefix("HTTP/") ? 5 : 0).span)
    if parts.contains(.requestHeaders) {
      $0.member("headers") { appendHeaders(transaction.requestHeaders, policy, to: &$0) }
    }
    if parts.contains(.requestBody) || (parts.contains(.requestBodyWithoutFiles) && transaction.files.isEmpty) {
      let body = policy.body(of: transaction)
      $0.member("body", body.text.span, cut: body.cut)
    }
    if parts.contains(.files) { $0.member("files") { appendFiles(of: transaction, to: &$0) } }
    $0.member("length", Int64(transaction.requestBodyBytes.count))
  }
}

private func appendFiles(of transaction: Transaction, to json: inout JSONWriter) {
  let sizes = transaction.fileSizes
  json.array {
    for (index, file) in transaction.files.enumerated() {
      $0.element {
        $0.object {
          $0.member("name", file.value.span)
          $0.member("field", file.key.span)
          if index < sizes.count { $0.member("size", sizes[index].value.span.leadingInteger) }
        }
      }
    }
  }
}

private func appendResponse(
  _ transaction: Transaction, _ policy: AuditPolicy, _ ending: ResponseEnding, to json: inout JSONWriter
) {
  let parts = transaction.settings.auditParts
  json.object {
    $0.member("protocol", transaction.responseProtocol.span)
    $0.member("status", Int64(transaction.status(seenWith: ending)))
    if let ending = ending.name { $0.member(ending, true) }
    if parts.contains(.responseHeaders) {
      $0.member("headers") { appendHeaders(transaction.responseHeaders, policy, to: &$0) }
    }
    if parts.contains(.responseBody) { $0.member("body", transaction.responseBodyBytes.span) }
  }
}

/// Each name once, lower-cased, with all its values in the order received.
private func appendHeaders(_ headers: [Value], _ policy: AuditPolicy, to json: inout JSONWriter) {
  json.object {
    for (index, header) in headers.enumerated() where !$0.isFull {
      if headers[..<index].contains(where: { $0.key.span.isEqualIgnoringCase(to: header.key.span) }) { continue }
      var name: [UInt8] = []
      for index in 0..<header.key.count { name.append(header.key[index].lowercasedASCII) }
      let isHidden = policy.hides(header: name.span)
      $0.member(name) {
        $0.array {
          for other in headers[index...] where other.key.span.isEqualIgnoringCase(to: header.key.span) {
            $0.element { $0.string((isHidden ? AuditPolicy.mask : other.value).span) }
          }
        }
      }
    }
  }
}

private func appendProducer(_ transaction: Transaction, to json: inout JSONWriter) {
  json.object {
    $0.member("connector", "Portcullis")
    $0.member("version", "")
    $0.member("server", "")
    switch transaction.engineMode {
    case .on: $0.member("rule_engine", "On")
    case .off: $0.member("rule_engine", "Off")
    case .detectionOnly: $0.member("rule_engine", "DetectionOnly")
    }
    $0.member("stopwatch", "")
    $0.member("rulesets") {
      $0.array {
        for signature in transaction.settings.componentSignatures { $0.element { $0.string(signature.span) } }
      }
    }
  }
}

private func appendMessages(of transaction: Transaction, _ policy: AuditPolicy, to json: inout JSONWriter) {
  let parts = transaction.settings.auditParts
  json.array {
    guard parts.contains(.trailer) || parts.contains(.matchedRules) else { return }
    for match in transaction.matches where (match.rule.audits || match.isDisruptive) && !$0.isFull {
      $0.element { appendMessage(match, transaction, policy, to: &$0) }
    }
  }
}

private func appendMessage(
  _ match: MatchRecord, _ transaction: Transaction, _ policy: AuditPolicy, to json: inout JSONWriter
) {
  let rule = match.rule.metadata
  let signatures = transaction.settings.componentSignatures
  json.object {
    var line: [UInt8] = []
    appendErrorLine(of: match, in: transaction, policy, to: &line)
    let texts = match.texts(policy, in: transaction)
    let actionSet = signatures.first ?? []
    $0.member("actionset", actionSet.span)
    $0.member("message", texts.message.span)
    if transaction.settings.auditParts.contains(.trailer) { $0.member("error_message", line.span) }
    $0.member("data") {
      $0.object {
        $0.member("file", rule.file.span)
        $0.member("line", Int64(rule.line))
        $0.member("id", rule.id)
        $0.member("rev", rule.revision.span)
        $0.member("msg", texts.message.span)
        $0.member("data", texts.data.span)
        $0.member("severity", Int64(rule.severity ?? 0))
        $0.member("ver", rule.version.span)
        $0.member("maturity", Int64(rule.maturity))
        $0.member("accuracy", Int64(rule.accuracy))
        $0.member("tags") {
          $0.array { for tag in match.tags { $0.element { $0.string(tag.span) } } }
        }
        $0.member("phase", Int64(match.phase.rawValue))
        $0.member("disruptive", match.isDisruptive)
        if !rule.raw.isEmpty { $0.member("raw", rule.raw.span) }
      }
    }
  }
}

extension Transaction {
  /// The status the client saw.
  func status(seenWith ending: ResponseEnding) -> Int {
    if ending != .complete { return upstreamStatus }
    return answeredStatus != 0 ? answeredStatus : block?.status ?? upstreamStatus
  }
}

extension [UInt8] {
  /// `2006/01/02 15:04:05`
  mutating func append(_ time: WallClock.Civil) {
    append(decimal: time.year)
    append("/")
    append(twoDigits: time.month)
    append("/")
    append(twoDigits: time.day)
    append(" ")
    append(twoDigits: time.hour)
    append(":")
    append(twoDigits: time.minute)
    append(":")
    append(twoDigits: time.second)
  }
}
