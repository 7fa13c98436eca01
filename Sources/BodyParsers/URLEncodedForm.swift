import Bytes

/// Buffers `URLEncodedForm` decodes into; keep one per transaction.
public struct FormScratch {
  fileprivate var name: [UInt8] = []
  fileprivate var value: [UInt8] = []
  public init() {}
}

/// What reading a form told besides its arguments.
public struct FormReport: Equatable, Sendable {
  /// A `%` without two hex digits (`URLENCODED_ERROR`); it was kept as it is, no argument is lost for it.
  public var hasInvalidEncoding = false
  /// Arguments were left out, because of `limit` or because the sink refused one.
  public var argumentLimitWasHit = false
}

/// `application/x-www-form-urlencoded`, as a body or as a query string.
///
/// Pairs end at `separator`, names at their first `=`; a name without `=` has the empty value; an empty pair (`a&&b`)
/// is no argument, `=` is one with an empty name. Source: WHATWG URL §5.1, ModSecurity's error flag.
public struct URLEncodedForm {
  /// - Parameters:
  ///   - text: any bytes; what is not encoded is taken as it is.
  ///   - limit: how many arguments may be delivered at most.
  ///   - sink: told of each argument in order, by `argument(name:value:)` alone.
  public static func parse(
    _ text: Span<UInt8>, separator: UInt8 = UInt8(ascii: "&"), limit: Int, _ sink: BodySink,
    scratch: inout FormScratch
  ) -> FormReport {
    var report = FormReport()
    var delivered = 0
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
        guard delivered < limit, deliver(pair, text.extracting(pair.start..<index), to: sink, &scratch, &report) else {
          report.argumentLimitWasHit = true
          break
        }
        delivered += 1
      }
      index += 1
      pair = Pair(start: index)
    }
    return report
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
    _ pair: Pair, _ text: Span<UInt8>, to sink: BodySink, _ scratch: inout FormScratch, _ report: inout FormReport
  ) -> Bool {
    let nameEnd = pair.equalSign < 0 ? text.count : pair.equalSign - pair.start
    let name = text.extracting(0..<nameEnd)
    let value = text.extracting(min(nameEnd + 1, text.count)..<text.count)
    if !pair.isEncoded { return sink.argument(name: name, value: value) }
    scratch.name.removeAll(keepingCapacity: true)
    scratch.value.removeAll(keepingCapacity: true)
    if !decode(name, into: &scratch.name) { report.hasInvalidEncoding = true }
    if !decode(value, into: &scratch.value) { report.hasInvalidEncoding = true }
    return sink.argument(name: scratch.name.span, value: scratch.value.span)
  }

  /// Appends `text` decoded (`+` is a blank, `%HH` a byte); `false` when a `%` was not followed by two hex digits.
  public static func decode(_ text: Span<UInt8>, into output: inout [UInt8]) -> Bool {
    var isValid = true
    var index = 0
    while index < text.count {
      let byte = text[index]
      if byte == UInt8(ascii: "+") {
        output.append(0x20)
      } else if byte == UInt8(ascii: "%") {
        if let decoded = text.hexByte(at: index + 1) {
          output.append(decoded)
          index += 2
        } else {
          isValid = false
          output.append(byte)
        }
      } else {
        output.append(byte)
      }
      index += 1
    }
    return isValid
  }
}
