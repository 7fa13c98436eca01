internal import Bytes

extension Transformation {
  /// `t:replaceComments`: each `/*…*/`, closed or not, becomes one space. Never longer than the input.
  static let replaceComments = Transformation(name: "replaceComments", triggers: ByteSet("*")) { input, start, output in
    // An opening begins one byte before its trigger.
    var index = output.stepBack(1, from: start)
    while output.appendRun(input, &index, until: UInt8(ascii: "/")) {
      if input.commentMark(at: index).mark == .open {
        output.put(UInt8(ascii: " "))
        index = input.endOfBlockComment(from: index + 2)
      } else {
        output.put(input[index])
        index += 1
      }
    }
  }
}

extension Span where Element == UInt8 {
  /// The offset after the next `*/`, or `count` when there is none.
  fileprivate func endOfBlockComment(from start: Int) -> Int {
    var index = start
    while let star = firstIndex(of: UInt8(ascii: "*"), from: index) {
      if commentMark(at: star).mark == .close { return star + 2 }
      index = star + 1
    }
    return count
  }
}
