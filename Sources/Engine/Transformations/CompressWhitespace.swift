extension Transformation {
  /// `t:compressWhitespace`: each run of white space, no-break spaces included, becomes one space. Never longer than the
  /// input.
  static let compressWhitespace = Transformation(
    name: "compressWhitespace", triggers: whitespaceTriggers, firstChange: { $0.firstCompressibleSpace }
  ) { input, start, output in
    output.appendCollapsingWhitespace(input, from: start, toSpace: true)
  }
}
