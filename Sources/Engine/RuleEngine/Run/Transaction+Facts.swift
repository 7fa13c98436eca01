public import Bytes

/// What logs and metrics say about a transaction. Slices are valid while it lives.
extension Transaction {
  /// What kept the client from the upstream's answer. A rule of phase 5 may interrupt as well, but then it has been sent.
  public var block: Interruption? { interruption?.phase == .logging ? nil : interruption }
  public var id: ByteSlice { data[.uniqueID] }
  public var clientAddress: ByteSlice { data[.remoteAddress] }
  public var clientPort: ByteSlice { data[.remotePort] }
  public var serverAddress: ByteSlice { data[.serverAddress] }
  public var serverPort: ByteSlice { data[.serverPort] }
  /// The Host header without its port.
  public var serverName: ByteSlice { data[.serverName] }
  public var method: ByteSlice { data[.requestMethod] }
  /// The request target without scheme, host and fragment.
  public var uri: ByteSlice { data[.requestURI] }
  /// `HTTP/1.1` and so on.
  public var requestProtocol: ByteSlice { data[.requestProtocol] }
  public var responseProtocol: ByteSlice { data[.responseProtocol] }
  /// The upstream's status, or 0 before phase 3.
  public var upstreamStatus: Int { responseStatus }
  public var requestHeaders: [Value] { data.list(.requestHeaders) }
  public var responseHeaders: [Value] { data.list(.responseHeaders) }
  /// How the request body was read.
  public var requestBodyProcessor: BodyProcessor { bodyProcessor }
  /// Field name and file name of each uploaded file.
  public var files: [Value] { data.list(.files) }
  /// The size of each uploaded file, in bytes, in the order of `files`.
  public var fileSizes: [Value] { data.list(.fileSizes) }
  /// The smallest severity number of the rules that matched; 255 while none has.
  public var worstSeverity: UInt8 { highestSeverity }

  /// How much memory the transaction's values take, in bytes.
  package var allocatedBytes: Int { arena.allocatedBytes }

  /// A TX variable, or `nil` when no rule has set it.
  public func tx(_ name: StaticString) -> ByteSlice? {
    let name = ByteSlice(name).span
    return tx.value(name, hash: Selector.Key.hash(name))
  }
}
