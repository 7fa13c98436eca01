internal import Bytes

extension Transformation {
  /// `t:trimRight`: white space (C's `isspace`) vanishes at the end.
  static let trimRight = Transformation(name: "trimRight", triggers: .space) { input, _, output in
    let trimmed = input.trimmedRange(of: .space)
    // Nothing but white space: the range is empty at the end, and all of it goes.
    output.replaceAll(with: input, in: 0..<(trimmed.isEmpty ? 0 : trimmed.upperBound))
  }
}
