extension Transformation {
  /// `t:removeWhitespace`: white space vanishes, no-break spaces included.
  static let removeWhitespace = Transformation(name: "removeWhitespace", triggers: whitespaceTriggers) {
    input, start, output in
    output.appendCollapsingWhitespace(input, from: start, toSpace: false)
  }
}
