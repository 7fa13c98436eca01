extension [UInt8] {
  /// The bytes of constant text.
  public init(_ text: StaticString) {
    self.init(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  public init(_ bytes: Span<UInt8>) {
    self.init()
    append(bytes)
  }

  public init(_ slice: ByteSlice) {
    self.init(UnsafeBufferPointer(start: slice.start, count: slice.count))
  }

  public mutating func append(_ bytes: Span<UInt8>) {
    bytes.withUnsafeBufferPointer { append(contentsOf: $0) }
  }

  public mutating func append(_ slice: ByteSlice) {
    append(contentsOf: UnsafeBufferPointer(start: slice.start, count: slice.count))
  }

  public mutating func append(_ text: StaticString) {
    append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Appends a number in decimal.
  public mutating func append(decimal value: Int64) {
    if value < 0 { append(UInt8(ascii: "-")) }
    append(decimal: value.magnitude)
  }

  /// Appends a number in decimal.
  public mutating func append(decimal value: Int) { append(decimal: Int64(value)) }

  /// Appends a number in decimal.
  public mutating func append(decimal value: UInt64) {
    var rest = value
    let start = count
    repeat {
      append(0x30 &+ UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    } while rest > 0
    var low = start
    var high = count - 1
    while low < high {
      swapAt(low, high)
      low += 1
      high -= 1
    }
  }

  /// Appends a byte as two lower-case hex digits.
  public mutating func append(hex byte: UInt8) {
    append(.hexDigit(byte &>> 4))
    append(.hexDigit(byte))
  }

  /// Appends text as the inside of a JSON string (RFC 8259 §7): quotes, backslashes and controls escaped.
  ///
  /// Bytes that are not valid UTF-8 become U+FFFD, so that the line stays valid JSON whatever the traffic holds.
  public mutating func append(jsonEscaped bytes: Span<UInt8>) {
    var index = 0
    while appendPlain(bytes, &index) {
      let byte = bytes[index]
      switch byte {
      case 0x22, 0x5c:
        append(0x5c)
        append(byte)
      case 0x0a: append("\\n")
      case 0x0d: append("\\r")
      case 0x09: append("\\t")
      case 0..<0x80:
        append("\\u00")
        append(hex: byte)
      default:
        let length = bytes.utf8SequenceLength(at: index)
        if length == 0 {
          append("\\ufffd")
        } else {
          append(bytes.extracting(index..<(index + length)))
          index += length - 1
        }
      }
      index += 1
    }
  }

  /// Appends `bytes` from `index` up to one that no quoted text holds as it is: a quote, a backslash, or none of
  /// printable ASCII. Moves `index` there; `false` at the end.
  public mutating func appendPlain(_ bytes: Span<UInt8>, _ index: inout Int) -> Bool {
    let end = bytes.firstIndex(in: quotedWithCare, from: index)
    append(bytes.extracting(index..<end))
    index = end
    return end < bytes.count
  }

  /// Appends text as a JSON string with its quotes.
  public mutating func append(jsonString bytes: Span<UInt8>) {
    append(UInt8(ascii: "\""))
    append(jsonEscaped: bytes)
    append(UInt8(ascii: "\""))
  }
}

private let quotedWithCare = ByteSet(0x20...0x7e).complement.union(ByteSet("\"\\"))
