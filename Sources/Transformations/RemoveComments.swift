internal import Bytes

extension Transformation {
  /// `t:removeComments`: `/*…*/` and `<!--…-->` vanish, `--` and `#` cut the rest; an open comment becomes one space.
  /// Never longer than the input.
  ///
  /// As in both reference engines the byte after a comment is copied unread, and is NUL when there is none.
  static let removeComments = Transformation(name: "removeComments", triggers: commentTriggers) {
    input, start, output in
    var index = output.stepBack(commentBytesBeforeTrigger, from: start)
    while index < input.count {
      let rest = input.extracting(index..<input.count)
      let opening = rest.hasPrefix("/*") ? 2 : rest.hasPrefix("<!--") ? 4 : 0
      if opening > 0 {
        guard let end = input.endOfComment(from: index + opening) else {
          output.append(UInt8(ascii: " "))
          return
        }
        output.append(end < input.count ? input[end] : 0)
        index = end + 1
      } else if rest.hasPrefix("--") || rest.hasPrefix("#") {
        return
      } else {
        output.append(input[index])
        index += 1
      }
    }
  }
}

extension Span where Element == UInt8 {
  /// The offset after the first `*/` or `-->`, whichever comes first: either closes either comment.
  fileprivate func endOfComment(from start: Int) -> Int? {
    var index = start
    while index < count {
      let mark = self[index] == UInt8(ascii: "/") ? 0 : commentMarkLength(at: index)
      let closes = self[index] == UInt8(ascii: "*") ? mark == 2 : self[index] == UInt8(ascii: "-") && mark == 3
      if closes { return index + mark }
      index += 1
    }
    return nil
  }
}
