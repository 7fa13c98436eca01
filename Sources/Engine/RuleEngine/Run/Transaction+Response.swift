import Bytes

extension Transaction {
  /// Tells the status and protocol of the response.
  public func setResponseLine(status: Int, protocol: Span<UInt8>) {
    data[.responseStatus] = decimal(status)
    data[.responseProtocol] = arena.copy(`protocol`)
    responseStatus = status
  }

  /// Adds a header of the response, in the order received.
  public func addResponseHeader(name: Span<UInt8>, value: Span<UInt8>) {
    guard mayTake(work: name.count + value.count) else { return }
    let value = arena.copy(value)
    data.append(.responseHeaders, key: arena.copy(name), value: value)
    if name.isEqualIgnoringCase(to: "content-type") { data[.responseContentType] = value.mediaType }
  }

  var isResponseTypeListed: Bool {
    let type = data[.responseContentType]
    // Several headers joined: clients take one or the other.
    if type.span.firstIndex(of: UInt8(ascii: ",")) != nil { return true }
    for listed in settings.responseBodyMimeTypes where type.span.isEqualIgnoringCase(to: listed.span) { return true }
    return false
  }

  /// RESPONSE_BODY and its length, before the rules of phase 4 run.
  func processResponseBody() {
    let body = responseBody.bytes.slice
    data[.responseBody] = body
    data[.responseContentLength] = decimal(body.count)
    guard responseBodyProcessor != .none else { return }
    let contentType = data.first(.responseHeaders, "content-type") ?? .empty
    parse(body, responseBodyProcessor, contentType, .response)
  }
}

extension ByteSlice {
  /// A Content-Type without its parameters (RFC 9110 §8.3.1).
  fileprivate var mediaType: ByteSlice {
    let type = prefix(span.firstIndex(of: UInt8(ascii: ";")) ?? count)
    return type.extracting(type.span.trimmedRange(of: .space))
  }
}
