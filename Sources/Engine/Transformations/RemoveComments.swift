internal import Bytes

extension Transformation {
  /// `t:removeComments`: `/*…*/` and `<!--…-->` vanish, `--` and `#` cut the rest; an open comment becomes one space.
  /// Never longer than the input.
  ///
  /// As in both reference engines either mark closes either comment. The byte after a comment is read like any other, so
  /// that a comment right behind it vanishes too: older ModSecurity copied it unread (GHSA-qrch-pjfr-9g47).
  static let removeComments = Transformation(name: "removeComments", triggers: commentTriggers) {
    input, start, output in
    var index = output.stepBack(commentBytesBeforeTrigger, from: start)
    while output.appendRun(input, &index, until: commentMarkStarts) {
      // Outside a comment `-->` is `--` with something after it.
      let (mark, length) = input.commentMark(at: index)
      if mark == .line || mark == .close && input[index] == UInt8(ascii: "-") { return }
      // Of a `*/` too: its `/` may open a comment.
      if mark != .open {
        output.put(input[index])
        index += 1
        continue
      }
      guard let end = input.endOfComment(from: index + length) else {
        output.put(UInt8(ascii: " "))
        return
      }
      index = end
    }
  }
}

extension Span where Element == UInt8 {
  /// The offset after the next closing mark, or `nil`.
  fileprivate func endOfComment(from start: Int) -> Int? {
    var index = firstIndex(in: commentMarkStarts, from: start)
    while index < count {
      let (mark, length) = commentMark(at: index)
      if mark == .close { return index + length }
      // A `-` before `-->` must not take the mark's first byte with it.
      index = firstIndex(in: commentMarkStarts, from: index + 1)
    }
    return nil
  }
}
