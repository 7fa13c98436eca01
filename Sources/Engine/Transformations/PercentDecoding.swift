internal import Bytes

/// What starts an escape in a form-encoded text.
let percentTriggers = ByteSet("%+")

extension [UInt8] {
  /// Appends `input` from `start` with `+` as a space and `%HH` as the byte; a `%` that starts no escape is kept.
  ///
  /// - Parameter decodesUnicode: whether `%uHHHH`, in either case, is an escape too.
  @inline(never)
  mutating func appendPercentDecoded(_ input: Span<UInt8>, from start: Int, decodesUnicode: Bool) {
    var index = start
    while appendRun(input, &index, until: percentTriggers) {
      if input[index] == UInt8(ascii: "+") {
        put(UInt8(ascii: " "))
        index += 1
      } else if let decoded = input.hexByte(at: index + 1) {
        put(decoded)
        index += 3
      } else if decodesUnicode, let codePoint = input.percentUnicode(at: index) {
        put(bestFitASCII(codePoint) ?? narrowedByte(codePoint))
        index += 6
      } else {
        put(input[index])
        index += 1
      }
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
