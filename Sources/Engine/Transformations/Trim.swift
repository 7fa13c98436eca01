internal import Bytes

extension Transformation {
  /// `t:trim`: white space (C's `isspace`) vanishes at both ends.
  static let trim = Transformation(name: "trim", triggers: .space) { input, _, output in
    output.replaceAll(with: input, in: input.trimmedRange(of: .space))
  }
}

extension [UInt8] {
  /// Becomes that part of `input`.
  mutating func replaceAll(with input: Span<UInt8>, in range: Range<Int>) {
    removeAll(keepingCapacity: true)
    append(input.extracting(range))
  }
}
