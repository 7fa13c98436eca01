/// An answer in place of the upstream's, for the host to send.
public struct Answer: Sendable {
  public let status: Int
  public internal(set) var headers: [(name: [UInt8], value: [UInt8])] = []
  public internal(set) var body: [UInt8] = []

  init(status: Int) {
    // An informational answer ends no request (RFC 9110, 15.2).
    self.status = status < 200 ? 403 : status
  }
}
