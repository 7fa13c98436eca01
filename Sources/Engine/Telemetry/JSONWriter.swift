import Bytes

/// Writes JSON (RFC 8259) front to back: commas and quotes are its concern, nesting is the caller's closures.
struct JSONWriter {
  private(set) var bytes: [UInt8]
  private var needsComma = false

  private let valueLimit: Int
  private let end: Int

  /// Goes on after `bytes`. Strings longer than `valueLimit` are cut, and say so; little more than `limit` bytes are
  /// written in all: what would follow is left out.
  init(_ bytes: [UInt8], valueLimit: Int = .max, limit: Int = .max) {
    self.bytes = bytes
    self.valueLimit = valueLimit
    end = limit < .max - bytes.count ? bytes.count + limit : .max
  }

  /// Whether more was to be written than may be.
  var isFull: Bool { bytes.count > end }

  mutating func object(_ members: (inout JSONWriter) -> Void) { enclose("{", "}", members) }

  mutating func array(_ elements: (inout JSONWriter) -> Void) { enclose("[", "]", elements) }

  private mutating func enclose(_ open: StaticString, _ close: StaticString, _ body: (inout JSONWriter) -> Void) {
    bytes.append(open)
    needsComma = false
    body(&self)
    bytes.append(close)
    needsComma = true
  }

  mutating func element(_ body: (inout JSONWriter) -> Void) {
    if isFull { return }
    separate()
    body(&self)
    needsComma = true
  }

  /// - Parameter cut: how much of the text the caller has left out already.
  mutating func string(_ text: Span<UInt8>, cut: Int = 0) {
    if isFull { return }
    // No byte is written as less than one, so what is longer than the room cannot fit.
    let kept = min(text.count, valueLimit, end - bytes.count + 1)
    bytes.append("\"")
    bytes.append(jsonEscaped: text.extracting(0..<kept))
    if kept < text.count || cut > 0 {
      bytes.append("[… ")
      bytes.append(decimal: text.count - kept + cut)
      bytes.append(" bytes cut]")
    }
    bytes.append("\"")
  }

  mutating func member(_ name: [UInt8], _ body: (inout JSONWriter) -> Void) {
    if isFull { return }
    separate()
    bytes.append(jsonString: name.span)
    bytes.append(":")
    body(&self)
    needsComma = true
  }

  mutating func member(_ name: StaticString, _ body: (inout JSONWriter) -> Void) { member([UInt8](name), body) }

  mutating func member(_ name: StaticString, _ value: Span<UInt8>, cut: Int = 0) {
    begin(name)
    string(value, cut: cut)
  }

  mutating func member(_ name: StaticString, _ value: StaticString) { member(name, ByteSlice(value).span) }

  mutating func member(_ name: StaticString, _ value: Int64) {
    begin(name)
    bytes.append(decimal: value)
  }

  mutating func member(_ name: StaticString, _ value: Bool) {
    begin(name)
    bytes.append(value ? "true" : "false")
  }

  private mutating func begin(_ name: StaticString) {
    separate()
    bytes.append(jsonString: ByteSlice(name).span)
    bytes.append(":")
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { bytes.append(",") }
  }
}
