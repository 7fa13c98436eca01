import Injection

/// Compares our verdicts with the oracle's and keeps the first differences.
struct Comparison {
  let oracle: Oracle
  private(set) var count = 0
  private(set) var attacks = 0
  private(set) var differences: [String] = []
  private var buffer: [UInt8] = []

  init() throws { oracle = try Oracle() }

  mutating func compare(_ input: [UInt8]) {
    compareSQL(input)
    compareXSS(input)
  }

  mutating func compareSQL(_ input: [UInt8]) {
    let ours = SQLInjection.detect(input.span)?.packed ?? 0
    let theirs = withPadding(input) { [oracle] in oracle.sqlFingerprint($0) }
    count += 1
    if theirs != 0 { attacks += 1 }
    if ours != theirs { note("SQL \(text(ours)) instead of \(text(theirs))", input) }
  }

  mutating func compareXSS(_ input: [UInt8]) {
    let ours = CrossSiteScripting.detect(input.span)
    let theirs = withPadding(input) { [oracle] in oracle.isXSS($0) }
    count += 1
    if theirs { attacks += 1 }
    if ours != theirs { note("XSS \(ours) instead of \(theirs)", input) }
  }

  /// The C library reads some bytes past the input: they are zeros here.
  private mutating func withPadding<T>(_ input: [UInt8], _ body: (UnsafeBufferPointer<UInt8>) -> T) -> T {
    buffer.removeAll(keepingCapacity: true)
    buffer.append(contentsOf: input)
    buffer.append(contentsOf: repeatElement(0, count: 64))
    return buffer.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[0..<input.count])) }
  }

  private mutating func note(_ what: String, _ input: [UInt8]) {
    if differences.count < 40 { differences.append("\(what): \(Self.escaped(input))") }
  }

  private func text(_ packed: UInt64) -> String {
    packed == 0
      ? "nothing" : String(decoding: (0..<5).map { UInt8(packed >> ($0 * 8) & 0xff) }.filter { $0 > 0 }, as: UTF8.self)
  }

  static func escaped(_ input: [UInt8]) -> String {
    "\""
      + input.prefix(400).map { byte in
        switch byte {
        case 0x22: "\\\""
        case 0x5c: "\\\\"
        case 0x20..<0x7f: String(UnicodeScalar(byte))
        default: "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
      }.joined() + "\""
  }
}
