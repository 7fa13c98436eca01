import Bytes
public import RuleEngine

/// Appends the audit record of a finished transaction in sections, as `SecAuditLogFormat Native` asks for.
///
/// Sections follow SecAuditLogParts: A and Z always; B request line and headers, C request body, E response body,
/// F response headers, H error-log lines, I the body of a request without files, J the files, K the rules that matched.
/// The layout is Coraza's; bodies and headers stand as they were received.
///
/// A record longer than `policy.maxBytes` is cut, with a mark.
public func appendNativeAuditRecord(
  of transaction: Transaction, _ policy: AuditPolicy = AuditPolicy(), ending: ResponseEnding = .complete,
  to output: inout [UInt8]
) {
  var record = NativeAuditRecord(transaction, policy, ending)
  record.appendSections()
  output.append(record.text.span.extracting(0..<min(record.text.count, policy.maxBytes)))
  if record.text.count > policy.maxBytes { output.append("[… cut]") }
}

private struct NativeAuditRecord {
  private let transaction: Transaction
  private let policy: AuditPolicy
  private let ending: ResponseEnding
  private let boundary: [UInt8]
  var text: [UInt8] = []

  init(_ transaction: Transaction, _ policy: AuditPolicy, _ ending: ResponseEnding) {
    self.policy = policy.with(transaction)
    self.ending = ending
    self.transaction = transaction
    boundary = Self.boundary(of: transaction)
  }

  /// Ten letters that a client cannot know before it has sent its request.
  private static func boundary(of transaction: Transaction) -> [UInt8] {
    let time = UInt64(bitPattern: transaction.time.unixNanoseconds)
    var state = (UInt64(NameIndex.hash(transaction.id.span)) &<< 32) ^ time
    var letters: [UInt8] = []
    for _ in 0..<10 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      letters.append(UInt8(ascii: "a") &+ UInt8(truncatingIfNeeded: (state &>> 33) % 26))
    }
    return letters
  }

  /// Whether there is room for more: a record is not written further than it may be long.
  private var hasRoom: Bool { text.count <= policy.maxBytes }

  mutating func appendSections() {
    let parts = transaction.settings.auditParts
    begin("A")
    appendSummary()
    if parts.contains(.requestHeaders) {
      begin("B")
      appendRequestHead()
      end()
    }
    if parts.contains(.requestBody) { appendBody("C", policy.body(of: transaction).text) }
    if parts.contains(.responseBody) {
      appendBody("E", [UInt8](transaction.responseBodyBytes.prefix(policy.maxBytes + 1)))
    }
    if parts.contains(.responseHeaders) {
      begin("F")
      appendResponseHead()
      end()
    }
    if parts.contains(.trailer) {
      begin("H")
      for match in audited where hasRoom {
        appendErrorLine(of: match, in: transaction, policy, to: &text)
        text.append("\n")
      }
      if let ending = ending.name {
        text.append("Response: ")
        text.append(ending)
        text.append("\n")
      }
      end()
    }
    if parts.contains(.requestBodyWithoutFiles) {
      appendBody("I", transaction.files.isEmpty ? policy.body(of: transaction).text : [])
    }
    if parts.contains(.files) {
      begin("J")
      appendFiles()
      end()
    }
    if parts.contains(.matchedRules) {
      begin("K")
      for match in audited where hasRoom {
        text.append(contentsOf: match.rule.metadata.raw)
        text.append("\n")
      }
      end()
    }
    begin("Z")
    end()
  }

  private var audited: [MatchRecord] { transaction.matches.filter { $0.rule.audits || $0.isDisruptive } }

  private mutating func begin(_ part: StaticString) {
    text.append("--")
    text.append(contentsOf: boundary)
    text.append("-")
    text.append(part)
    text.append("--\n")
  }

  private mutating func end() { text.append("\n") }

  private mutating func appendBody(_ part: StaticString, _ body: [UInt8]) {
    begin(part)
    text.append(contentsOf: body)
    if !body.isEmpty { text.append("\n") }
    end()
  }

  /// `[2026/11/21 02:27:03] id client port server port`
  private mutating func appendSummary() {
    text.append("[")
    text.append(transaction.time.civil)
    text.append("]")
    for part in [
      transaction.id, transaction.clientAddress, transaction.clientPort, transaction.serverAddress,
      transaction.serverPort,
    ] {
      text.append(" ")
      text.append(part)
    }
    text.append("\n")
  }

  private mutating func appendRequestHead() {
    text.append(transaction.method)
    text.append(" ")
    text.append(contentsOf: policy.masking(transaction.uri.span))
    text.append(" ")
    text.append(transaction.requestProtocol)
    text.append("\n")
    appendHeaders(transaction.requestHeaders)
  }

  private mutating func appendResponseHead() {
    let version = transaction.responseProtocol
    text.append(version.isEmpty ? transaction.requestProtocol : version)
    text.append(" ")
    text.append(decimal: transaction.status(seenWith: ending))
    text.append("\n")
    appendHeaders(transaction.responseHeaders)
  }

  private mutating func appendHeaders(_ headers: [Value]) {
    for header in headers where hasRoom {
      text.append(header.key)
      text.append(": ")
      text.append(policy.hides(header: header.key.span) ? AuditPolicy.mask : header.value)
      text.append("\n")
    }
  }

  /// A line for each file, `size,name,field`, and the sum of the sizes.
  private mutating func appendFiles() {
    var total: Int64 = 0
    for (file, size) in zip(transaction.files, transaction.fileSizes) where hasRoom {
      let bytes = size.value.span.leadingInteger
      total += bytes
      text.append(decimal: bytes)
      text.append(",\"")
      text.append(logEscaped: file.value.span)
      text.append("\",\"")
      text.append(logEscaped: file.key.span)
      text.append("\"\n")
    }
    text.append("Total,")
    text.append(decimal: total)
    text.append("\n")
  }
}
