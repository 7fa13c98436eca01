public import Bytes
public import RuleEngine

/// The headers of one message as a host has them: read once from the first to the last; a copy begins where it was made.
///
/// All that this module asks of a host's headers. Names are in lower case, as HTTP/2 and proxies write them.
public protocol HeaderSequence {
  /// The next header, or `nil` after the last; views of bytes that outlive the sequence.
  mutating func next() -> (name: ByteSlice, value: ByteSlice)?
}

extension Transaction {
  /// Hands a request's trailers over to the rules of phase 2, as members of REQUEST_HEADERS beside a flag:
  /// `REQUEST_HEADERS::trailers` is their number, and no header of a client's can have that name.
  public func deliver(trailers: some HeaderSequence) {
    var trailers = trailers
    var count = 0
    while let (name, value) = trailers.next() {
      addRequestTrailer(name: name.span, value: value.span)
      count += 1
    }
    let flag: StaticString = ":trailers"
    var text: [UInt8] = []
    text.append(decimal: count)
    addRequestTrailer(name: ByteSlice(flag).span, value: text.span)
  }
}
