internal import Bytes

extension Transformation {
  /// `t:phpArgsNames`: a parameter's name as PHP would know it. Never longer than the input.
  ///
  /// Spaces at the front vanish, spaces and dots become `_` up to the first `[`; then come indices in brackets, and what
  /// follows the last is dropped. A `[` without `]` is a `_`, and what follows stays. A name that would begin with `[` is
  /// none at all.
  static let phpArgsNames = Transformation(name: "phpArgsNames", triggers: ByteSet(" .[")) { input, _, output in
    output.removeAll(keepingCapacity: true)
    var index = 0
    while index < input.count && input[index] == UInt8(ascii: " ") { index += 1 }
    while index < input.count && input[index] != UInt8(ascii: "[") {
      let isReplaced = input[index] == UInt8(ascii: " ") || input[index] == UInt8(ascii: ".")
      output.put(isReplaced ? UInt8(ascii: "_") : input[index])
      index += 1
    }
    if output.isEmpty { return }
    var isFirst = true
    while index < input.count && input[index] == UInt8(ascii: "[") {
      guard let end = input.firstIndex(of: UInt8(ascii: "]"), from: index + 1) else {
        if isFirst {
          output.put(UInt8(ascii: "_"))
          output.append(input.extracting((index + 1)..<input.count))
        }
        return
      }
      // `[ ]` is `[]`: PHP passes over one white-space byte when looking for the end of an empty index.
      let isEmpty = end == index + 2 && input[index + 1].isASCIISpace
      output.append(input.extracting(index..<(isEmpty ? index + 1 : end)))
      output.put(UInt8(ascii: "]"))
      index = end + 1
      isFirst = false
    }
  }
}
