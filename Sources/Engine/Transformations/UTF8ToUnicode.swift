internal import Bytes

extension Transformation {
  /// `t:utf8toUnicode`: each UTF-8 sequence of two or more bytes becomes `%u` and at least four lower-case hex digits.
  /// At most three times the input.
  ///
  /// Bytes that are not UTF-8, overlong forms and surrogates among them, stay as they are, so that later rules see them.
  static let utf8toUnicode = Transformation(name: "utf8toUnicode", triggers: leadBytes) { input, start, output in
    var index = start
    while output.appendRun(input, &index, until: leadBytes) {
      guard let (codePoint, length) = input.utf8Scalar(at: index) else {
        output.put(input[index])
        index += 1
        continue
      }
      output.append("%u")
      if codePoint > 0xf_ffff { output.put(.hexDigit(UInt8(truncatingIfNeeded: codePoint &>> 20))) }
      if codePoint > 0xffff { output.put(.hexDigit(UInt8(truncatingIfNeeded: codePoint &>> 16))) }
      output.put(hex: UInt8(truncatingIfNeeded: codePoint &>> 8))
      output.put(hex: UInt8(truncatingIfNeeded: codePoint))
      index += length
    }
  }
}

/// What a UTF-8 sequence of more than one byte can begin with.
private let leadBytes = ByteSet(0xc2...0xf4)
