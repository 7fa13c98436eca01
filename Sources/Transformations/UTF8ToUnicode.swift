internal import Bytes

extension Transformation {
  /// `t:utf8toUnicode`: each UTF-8 sequence of two or more bytes becomes `%u` and at least four lower-case hex digits.
  /// At most three times the input.
  ///
  /// Bytes that are not UTF-8, overlong forms and surrogates among them, stay as they are, so that later rules see them.
  static let utf8toUnicode = Transformation(name: "utf8toUnicode", triggers: ByteSet(0xc2...0xf4)) {
    input, start, output in
    var index = start
    while index < input.count {
      guard let (codePoint, length) = input.utf8Scalar(at: index), length > 1 else {
        output.append(input[index])
        index += 1
        continue
      }
      output.append("%u")
      var shift: UInt32 = codePoint > 0xf_ffff ? 20 : codePoint > 0xffff ? 16 : 12
      while true {
        output.append(.hexDigit(UInt8(truncatingIfNeeded: codePoint &>> shift)))
        if shift == 0 { break }
        shift -= 4
      }
      index += length
    }
  }
}
