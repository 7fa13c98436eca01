import Bytes

/// Buffers `URLEncodedForm` decodes into; keep one per transaction.
public struct FormScratch {
  fileprivate var name: [UInt8] = []
  fileprivate var value: [UInt8] = []
  public init() {}
}

/// `application/x-www-form-urlencoded`, as a body or as a query string.
///
/// Pairs end at `separator`, names at their first `=`; a name without `=` has the empty value; an empty pair (`a&&b`)
/// is no argument, `=` is one with an empty name. Source: WHATWG URL §5.1, ModSecurity's error flag.
public struct URLEncodedForm {
  /// - Parameters:
  ///   - text: any bytes; what is not encoded is taken as it is.
  ///   - sink: told of each argument in order, by `argument(name:value:)` alone, until it refuses one.
  /// - Returns: `false` when there was a `%` without two hex digits (`URLENCODED_ERROR`); it was kept as it is, no
  ///   argument is lost for it.
  public static func parse(
    _ text: Span<UInt8>, separator: UInt8 = UInt8(ascii: "&"), _ sink: BodySink, scratch: inout FormScratch
  ) -> Bool {
    var isValid = true
    var pair = Pair(start: 0)
    var index = 0
    // One step more than there are bytes: the end of the text ends a pair too.
    while index <= text.count {
      if index < text.count && text[index] != separator {
        pair.note(text[index], at: index)
        index += 1
        continue
      }
      if index > pair.start {
        guard deliver(pair, text.extracting(pair.start..<index), to: sink, &scratch, &isValid) else { break }
      }
      index += 1
      pair = Pair(start: index)
    }
    return isValid
  }

  /// What is known of a pair while it is read.
  private struct Pair {
    let start: Int
    var equalSign = -1
    var isEncoded = false

    mutating func note(_ byte: UInt8, at index: Int) {
      if byte == UInt8(ascii: "=") {
        if equalSign < 0 { equalSign = index }
      } else if byte == UInt8(ascii: "%") || byte == UInt8(ascii: "+") {
        isEncoded = true
      }
    }
  }

  private static func deliver(
    _ pair: Pair, _ text: Span<UInt8>, to sink: BodySink, _ scratch: inout FormScratch, _ isValid: inout Bool
  ) -> Bool {
    let nameEnd = pair.equalSign < 0 ? text.count : pair.equalSign - pair.start
    let name = text.extracting(0..<nameEnd)
    let value = text.extracting(min(nameEnd + 1, text.count)..<text.count)
    if !pair.isEncoded { return sink.argument(name: name, value: value) }
    scratch.name.removeAll(keepingCapacity: true)
    scratch.value.removeAll(keepingCapacity: true)
    if !decode(name, into: &scratch.name) { isValid = false }
    if !decode(value, into: &scratch.value) { isValid = false }
    return sink.argument(name: scratch.name.span, value: scratch.value.span)
  }

  /// Appends `text` decoded (`+` is a blank, `%HH` a byte); `false` when a `%` was not followed by two hex digits.
  public static func decode(_ text: Span<UInt8>, into output: inout [UInt8]) -> Bool {
    var isValid = true
    var index = 0
    while index < text.count {
      var byte = text[index]
      if byte == UInt8(ascii: "+") {
        byte = 0x20
      } else if byte == UInt8(ascii: "%") {
        if let decoded = text.hexByte(at: index + 1) {
          byte = decoded
          index += 2
        } else {
          isValid = false
        }
      }
      output.append(byte)
      index += 1
    }
    return isValid
  }
}
