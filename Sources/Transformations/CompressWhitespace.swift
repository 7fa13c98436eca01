internal import Bytes

extension Transformation {
  /// `t:compressWhitespace`: each run of white space, no-break spaces included, becomes one space. Never longer than the
  /// input.
  static let compressWhitespace = Transformation(name: "compressWhitespace", triggers: whitespaceTriggers) {
    input, start, output in
    var index = start
    while index < input.count {
      let length = input.whitespaceLength(at: index)
      if length == 0 { output.append(input[index]) } else { output.append(UInt8(ascii: " ")) }
      index += 1
      if length > 0 { index = input.endOfWhitespace(from: index + length - 1) }
    }
  }
}
