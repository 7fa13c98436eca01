import Foundation

/// The C library libinjection, which our verdicts are compared with. `scripts/build-injection-oracle` builds it.
struct Oracle {
  struct Missing: Error, CustomStringConvertible {
    let path: String
    var description: String { "no libinjection at \(path): run scripts/build-injection-oracle" }
  }

  private typealias SQLFunction = @convention(c) (UnsafePointer<UInt8>?, Int, UnsafeMutablePointer<UInt8>) -> Int32
  private typealias XSSFunction = @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32

  private let detectSQL: SQLFunction
  private let detectXSS: XSSFunction

  init() throws {
    let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let path =
      ProcessInfo.processInfo.environment["PORTCULLIS_INJECTION_ORACLE"]
      ?? checkout.appendingPathComponent(".build/oracle/libinjection.so").path
    guard let library = dlopen(path, RTLD_NOW), let sql = dlsym(library, "libinjection_sqli"),
      let xss = dlsym(library, "libinjection_xss")
    else { throw Missing(path: path) }
    detectSQL = unsafeBitCast(sql, to: SQLFunction.self)
    detectXSS = unsafeBitCast(xss, to: XSSFunction.self)
  }

  /// The fingerprint, packed as `Fingerprint.packed` is, or 0.
  func sqlFingerprint(_ input: UnsafeBufferPointer<UInt8>) -> UInt64 {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 16) { text in
      text.initialize(repeating: 0)
      guard let start = text.baseAddress, detectSQL(input.baseAddress, input.count, start) != 0 else { return 0 }
      var packed: UInt64 = 0
      for index in 0..<8 {
        if text[index] == 0 { break }
        packed |= UInt64(text[index]) << UInt64(index * 8)
      }
      return packed
    }
  }

  func isXSS(_ input: UnsafeBufferPointer<UInt8>) -> Bool { detectXSS(input.baseAddress, input.count) != 0 }
}
