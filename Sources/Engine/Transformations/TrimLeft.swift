internal import Bytes

extension Transformation {
  /// `t:trimLeft`: white space (C's `isspace`) vanishes at the front.
  static let trimLeft = Transformation(name: "trimLeft", triggers: .space) { input, _, output in
    output.replaceAll(with: input, in: input.trimmedRange(of: .space).lowerBound..<input.count)
  }
}
