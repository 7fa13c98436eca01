public import Bytes

/// The headers of one message as a host has them: read once from the first to the last; a copy begins where it was made.
///
/// All that this module asks of a host's headers. Names are in lower case, as HTTP/2 and proxies write them.
public protocol HeaderSequence {
  /// The next header, or `nil` after the last; views of bytes that outlive the sequence.
  mutating func next() -> (name: ByteSlice, value: ByteSlice)?
}
