import Bytes

// What happens once after a rule, or the whole of a chain, has matched.
extension Transaction {
  func conclude(_ head: Rule, _ last: Rule, _ phase: Phase) {
    if let severity = head.metadata.severity { highestSeverity = min(highestSeverity, severity) }
    let isDisruptive = disrupt(head, phase)
    guard head.logs || head.audits || isDisruptive || program.options.recordsSilentMatches else { return }
    matches.append(
      MatchRecord(
        rule: head, message: logText(message(head, last)), data: logText(logData(head, last)),
        tags: head.metadata.tags.map { logText($0) },
        variableName: matched.last?.name(arena) ?? .empty, value: matched.last?.value ?? .empty, phase: phase,
        isDisruptive: isDisruptive))
  }

  /// The macro's text for logs. A long value in it is cut when it is noted, and says so: forty rules may match one of a
  /// megabyte.
  private func logText(_ macro: Macro) -> ByteSlice {
    if let text = macro.constantSlice { return text }
    var text: [UInt8] = []
    for part in macro.parts where text.count < MatchRecord.textLimitBytes {
      let piece = self.text(of: part)
      let shown = piece.prefix(MatchRecord.valueLimitBytes)
      text.append(shown)
      if shown.count < piece.count {
        text.append(" (")
        text.append(decimal: piece.count - shown.count)
        text.append(" bytes omitted)")
      }
    }
    return arena.copy(text)
  }

  /// A chain may say what it found in its last link instead of its head.
  private func message(_ head: Rule, _ last: Rule) -> Macro {
    head.metadata.message.parts.isEmpty ? last.metadata.message : head.metadata.message
  }

  private func logData(_ head: Rule, _ last: Rule) -> Macro {
    head.metadata.logData.parts.isEmpty ? last.metadata.logData : head.metadata.logData
  }

  /// The text with all that no URI holds in percent encoding (RFC 3986): what a macro brings along must neither end a
  /// header nor begin another.
  private func uri(_ text: ByteSlice) -> ByteSlice {
    var encoded: [UInt8] = []
    for index in 0..<text.count {
      let byte = text[index]
      let isAllowed = byte > 0x20 && byte < 0x7f
      encoded.append(isAllowed ? byte : UInt8(ascii: "%"))
      if !isAllowed { encoded.append(hex: byte) }
    }
    return arena.copy(encoded)
  }

  /// Carries out the disruptive action, or notes it where it may not be.
  ///
  /// - Returns: whether this rule ends the transaction, or would if the engine were on.
  private func disrupt(_ rule: Rule, _ phase: Phase) -> Bool {
    let kind: Interruption.Kind
    var location = ByteSlice.empty
    switch rule.disruption {
    case .pass: return false
    case .allow(let scope):
      if settings.engineMode == .on && phase != .logging { allowed = (scope, phase) }
      return false
    case .deny: kind = .deny
    case .drop: kind = .drop
    case .redirect(let target):
      kind = .redirect
      location = uri(expand(target))
    }
    let end = Interruption(
      kind: kind, status: rule.status, ruleID: rule.metadata.id, phase: phase, location: location)
    if settings.engineMode == .on {
      guard interruption == nil else { return false }
      interruption = end
      return true
    }
    guard wouldBlock == nil, phase != .logging else { return false }
    wouldBlock = end
    return true
  }
}
