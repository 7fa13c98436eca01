import Foundation
import Injection
import TestSupport

/// The C library libinjection, which our verdicts are compared with. `scripts/build-injection-oracle` builds it.
struct Oracle {
  struct Missing: Error, CustomStringConvertible {
    let path: String
    var description: String { "nothing usable at \(path): run scripts/build-injection-oracle" }
  }

  private typealias Bytes = UnsafePointer<UInt8>?
  private typealias DetectSQL = @convention(c) (Bytes, Int, UnsafeMutablePointer<UInt8>) -> Int32
  private typealias DetectXSS = @convention(c) (Bytes, Int) -> Int32
  private typealias StartSQL = @convention(c) (UnsafeMutableRawPointer, Bytes, Int, Int32) -> Void
  private typealias Fingerprint = @convention(c) (UnsafeMutableRawPointer, Int32) -> UnsafePointer<UInt8>
  private typealias StartHTML = @convention(c) (UnsafeMutableRawPointer, Bytes, Int, Int32) -> Void
  private typealias NextHTML = @convention(c) (UnsafeMutableRawPointer) -> Int32

  private let detectSQL: DetectSQL
  private let detectXSS: DetectXSS
  private let startSQL: StartSQL
  private let fingerprint: Fingerprint
  private let startHTML: StartHTML
  private let nextHTML: NextHTML
  /// Room for the library's state, whose size is below 1 KiB.
  private let state = UnsafeMutableRawPointer.allocate(byteCount: 4096, alignment: 16)

  /// What is not there of it, and how to get it.
  static var missing: String? {
    let needed = [path, checkout.appendingPathComponent(".build/libinjection/data").path]
    return needed.allSatisfy(FileManager.default.fileExists) ? nil : "no C library (scripts/build-injection-oracle)"
  }

  private static let path =
    ProcessInfo.processInfo.environment["PORTCULLIS_INJECTION_ORACLE"]
    ?? checkout.appendingPathComponent(".build/oracle/libinjection.so").path

  init() throws {
    let path = Self.path
    guard let library = dlopen(path, RTLD_NOW) else { throw Missing(path: path) }
    func function<T>(_ name: String, _ type: T.Type) throws -> T {
      guard let symbol = dlsym(library, name) else { throw Missing(path: path) }
      return unsafeBitCast(symbol, to: type)
    }
    detectSQL = try function("libinjection_sqli", DetectSQL.self)
    detectXSS = try function("libinjection_xss", DetectXSS.self)
    startSQL = try function("libinjection_sqli_init", StartSQL.self)
    fingerprint = try function("libinjection_sqli_fingerprint", Fingerprint.self)
    startHTML = try function("libinjection_h5_init", StartHTML.self)
    nextHTML = try function("libinjection_h5_next", NextHTML.self)
  }

  /// The fingerprint of the attack in `input`, packed as `Fingerprint.packed` is, or 0.
  func attack(_ input: UnsafeBufferPointer<UInt8>) -> UInt64 {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 16) { text in
      text.initialize(repeating: 0)
      guard let start = text.baseAddress, detectSQL(input.baseAddress, input.count, start) != 0 else { return 0 }
      return Self.packed(start)
    }
  }

  /// The fingerprint of `input`, attack or not.
  func shape(_ input: UnsafeBufferPointer<UInt8>, _ context: SQLContext, _ dialect: SQLDialect) -> UInt64 {
    // The flags of the library's header.
    let quote: Int32 =
      switch context {
      case .unquoted: 1
      case .singleQuoted: 2
      case .doubleQuoted: 4
      }
    let flags = quote | (dialect == .ansi ? 8 : 16)
    startSQL(state, input.baseAddress, input.count, flags)
    return Self.packed(fingerprint(state, flags))
  }

  func isXSS(_ input: UnsafeBufferPointer<UInt8>) -> Bool { detectXSS(input.baseAddress, input.count) != 0 }

  /// A number that two token streams share only if they are the same.
  func htmlDigest(_ input: UnsafeBufferPointer<UInt8>, _ context: HTMLContext) -> UInt64 {
    let start: Int32 =
      switch context {
      case .data: 0
      case .unquotedValue: 1
      case .singleQuotedValue: 2
      case .doubleQuotedValue: 3
      case .tickQuotedValue: 4
      }
    startHTML(state, input.baseAddress, input.count, start)
    var digest = Digest()
    // The fields of the library's header: s, len, pos, is_close, state, token_start, token_len, token_type.
    while nextHTML(state) != 0 {
      let text = state.load(fromByteOffset: 40, as: UnsafePointer<UInt8>.self)
      digest.add(text - input.baseAddress!)
      digest.add(state.load(fromByteOffset: 48, as: Int.self))
      digest.add(Int(state.load(fromByteOffset: 56, as: UInt32.self)))
    }
    return digest.value
  }

  private static func packed(_ text: UnsafePointer<UInt8>) -> UInt64 {
    var packed: UInt64 = 0
    for index in 0..<8 {
      if text[index] == 0 { break }
      packed |= UInt64(text[index]) << UInt64(index * 8)
    }
    return packed
  }
}

/// FNV-1a over numbers.
struct Digest {
  private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func add(_ number: Int) { value = (value ^ UInt64(bitPattern: Int64(number))) &* 0x100_0000_01b3 }
}
