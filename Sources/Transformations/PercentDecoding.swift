internal import Bytes

/// What starts an escape in a form-encoded text.
let percentTriggers = ByteSet("%+")

extension [UInt8] {
  /// Appends `input` from `start` with `+` as a space and `%HH` as the byte; a `%` that starts no escape is kept.
  ///
  /// - Parameter decodesUnicode: whether `%uHHHH`, in either case, is an escape too.
  mutating func appendPercentDecoded(_ input: Span<UInt8>, from start: Int, decodesUnicode: Bool) {
    var index = start
    while index < input.count {
      let byte = input[index]
      if byte == UInt8(ascii: "+") {
        append(UInt8(ascii: " "))
      } else if byte != UInt8(ascii: "%") {
        append(byte)
      } else if let decoded = input.hexByte(at: index + 1) {
        append(decoded)
        index += 2
      } else if decodesUnicode, let codePoint = input.percentUnicode(at: index) {
        append(bestFitASCII(codePoint) ?? narrowedByte(codePoint))
        index += 5
      } else {
        append(byte)
      }
      index += 1
    }
  }
}

extension Span where Element == UInt8 {
  /// The code point that `%uHHHH` at `index` names, or `nil`.
  fileprivate func percentUnicode(at index: Int) -> UInt32? {
    guard index + 1 < count, self[index + 1] | 0x20 == UInt8(ascii: "u") else { return nil }
    let (codePoint, digits) = hexNumber(at: index + 2, limit: 4)
    return digits == 4 ? codePoint : nil
  }
}
