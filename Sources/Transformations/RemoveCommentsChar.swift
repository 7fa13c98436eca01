internal import Bytes

extension Transformation {
  /// `t:removeCommentsChar`: the marks `/*`, `*/`, `<!--`, `-->`, `--` and `#` vanish, what they enclose stays.
  static let removeCommentsChar = Transformation(name: "removeCommentsChar", triggers: commentTriggers) {
    input, start, output in
    var index = output.stepBack(commentBytesBeforeTrigger, from: start)
    while index < input.count {
      let mark = input.commentMarkLength(at: index)
      if mark == 0 { output.append(input[index]) }
      index += max(mark, 1)
    }
  }
}
