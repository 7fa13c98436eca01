internal import Foundation

/// A proxy on 127.0.0.1 that is sent bytes as they are, one request a connection.
public struct LiveProxy: Sendable {
  let port: UInt16
  /// How long a proxy may keep silent before the exchange counts as failed.
  let timeoutSeconds: Int

  public init(port: UInt16, timeoutSeconds: Int = 5) {
    self.port = port
    self.timeoutSeconds = timeoutSeconds
  }

  /// Sends a request and reads the answer to its end.
  /// - Returns: the status; `nil` without an answer that has one.
  func status(for request: [UInt8]) throws -> Int? {
    let connection = try connect()
    defer { close(connection) }
    // A proxy that has already answered may not read the rest; the answer counts all the same.
    send(request, to: connection)
    var answer = HTTPAnswer(hasNoBody: request.starts(with: "HEAD ".utf8))
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while !answer.isComplete {
      let count = recv(connection, &buffer, buffer.count, 0)
      if count <= 0 { break }
      answer.append(buffer[..<count])
    }
    return answer.status
  }

  private func send(_ bytes: [UInt8], to connection: Int32) {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        Foundation.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count <= 0 { return }
      sent += count
    }
  }

  private func connect() throws -> Int32 {
    #if canImport(Glibc)
      let connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      let connection = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    guard connection >= 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
    var timeout = timeval()
    timeout.tv_sec = timeoutSeconds
    for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
      setsockopt(connection, SOL_SOCKET, option, &timeout, socklen_t(MemoryLayout<timeval>.size))
    }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Foundation.connect(connection, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else {
      let code = errno
      close(connection)
      throw POSIXError(.init(rawValue: code) ?? .EIO)
    }
    return connection
  }
}
