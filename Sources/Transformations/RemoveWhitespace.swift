internal import Bytes

extension Transformation {
  /// `t:removeWhitespace`: white space vanishes, no-break spaces included.
  static let removeWhitespace = Transformation(name: "removeWhitespace", triggers: whitespaceTriggers) {
    input, start, output in
    var index = start
    while index < input.count {
      if input.whitespaceLength(at: index) > 0 {
        index = input.endOfWhitespace(from: index)
      } else {
        output.append(input[index])
        index += 1
      }
    }
  }
}
