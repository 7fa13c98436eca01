import Bytes
import ProxyWasm

/// What a denied client is told, with the words of a template filled in. Nothing of the request gets into it.
struct BlockResponse: Sendable {
  /// 0 leaves the status of the rule.
  var status = 0
  var contentType = [UInt8]("text/plain")
  var body: [UInt8] = []
  var headers: [(name: [UInt8], value: [UInt8])] = []

  /// Adds body and headers to an answer.
  func complete(_ response: inout LocalResponse, transactionID: ByteSlice, ruleID: Int64) {
    let words = Words(transactionID: transactionID, status: response.status, ruleID: ruleID)
    for header in headers {
      let value = words.fill(header.value)
      response.headers.add(header.name.span, value.span)
    }
    // These have none (RFC 9110, 15.3.5 and 15.4.5).
    if body.isEmpty || response.status == 204 || response.status == 304 { return }
    let name: StaticString = "content-type"
    response.headers.add(ByteSlice(name).span, contentType.span)
    response.body = words.fill(body)
  }

  private struct Words {
    var transactionID: ByteSlice
    var status: Int
    var ruleID: Int64

    /// The template with its words filled in; braces around anything else stay.
    func fill(_ template: [UInt8]) -> [UInt8] {
      let text = template.span
      var output: [UInt8] = []
      var index = 0
      while index < text.count {
        let rest = text.extracting(index..<text.count)
        if rest.hasPrefix("{{transaction_id}}") {
          output.append(transactionID)
          index += 18
        } else if rest.hasPrefix("{{status}}") {
          output.append(decimal: status)
          index += 10
        } else if rest.hasPrefix("{{rule_id}}") {
          output.append(decimal: ruleID)
          index += 11
        } else {
          output.append(text[index])
          index += 1
        }
      }
      return output
    }
  }
}
