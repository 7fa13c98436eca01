public import Bytes
import RuleEngine

/// What a denied client is told, with the words of a template filled in. Nothing of the request gets into it.
public struct BlockResponse: Sendable {
  /// 0 leaves the status of the rule.
  var status = 0
  var contentType = [UInt8]("text/plain")
  var body: [UInt8] = []
  var headers: [(name: [UInt8], value: [UInt8])] = []

  /// The answer to a stream that ends.
  public func answer(to end: StreamEnd, transactionID: ByteSlice) -> Answer {
    guard let interruption = end.interruption else { return complete(500, [], transactionID, 0) }
    if interruption.kind == .redirect {
      let location = (name: [UInt8]("location"), value: [UInt8](interruption.location))
      return complete(interruption.status, [location], transactionID, interruption.ruleID)
    }
    let isRule = interruption.ruleID != 0 && status != 0
    return complete(isRule ? status : interruption.status, [], transactionID, interruption.ruleID)
  }

  private func complete(
    _ status: Int, _ first: [(name: [UInt8], value: [UInt8])], _ transactionID: ByteSlice, _ ruleID: Int64
  ) -> Answer {
    var answer = Answer(status: status)
    answer.headers = first
    let words = Words(transactionID: transactionID, status: answer.status, ruleID: ruleID)
    for header in headers { answer.headers.append((header.name, words.fill(header.value))) }
    // These have no body (RFC 9110, 15.3.5 and 15.4.5).
    if body.isEmpty || answer.status == 204 || answer.status == 304 { return answer }
    answer.headers.append(([UInt8]("content-type"), contentType))
    answer.body = words.fill(body)
    return answer
  }

  private struct Words {
    var transactionID: ByteSlice
    var status: Int
    var ruleID: Int64

    /// The template with its words filled in; braces around anything else stay.
    func fill(_ template: [UInt8]) -> [UInt8] {
      var rest = template.span
      var output: [UInt8] = []
      while !rest.isEmpty {
        let count = fillFirst(of: rest, into: &output)
        rest = rest.extracting(count..<rest.count)
      }
      return output
    }

    /// - Returns: how much of the template it was.
    private func fillFirst(of text: Span<UInt8>, into output: inout [UInt8]) -> Int {
      for (index, word) in Self.names.enumerated() where text.hasPrefix(word) {
        switch index {
        case 0: output.append(transactionID)
        case 1: output.append(decimal: Int64(status))
        default: output.append(decimal: ruleID)
        }
        return word.utf8CodeUnitCount
      }
      output.append(text[0])
      return 1
    }

    private static let names: [StaticString] = ["{{transaction_id}}", "{{status}}", "{{rule_id}}"]
  }
}
