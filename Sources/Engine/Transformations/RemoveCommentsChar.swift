internal import Bytes

extension Transformation {
  /// `t:removeCommentsChar`: the marks `/*`, `*/`, `<!--`, `-->`, `--` and `#` vanish, what they enclose stays.
  static let removeCommentsChar = Transformation(name: "removeCommentsChar", triggers: commentTriggers) {
    input, start, output in
    var index = output.stepBack(commentBytesBeforeTrigger, from: start)
    while output.appendRun(input, &index, until: commentMarkStarts) {
      let (mark, length) = input.commentMark(at: index)
      if mark == .none { output.put(input[index]) }
      index += length
    }
  }
}
