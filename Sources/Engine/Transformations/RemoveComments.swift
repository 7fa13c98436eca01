internal import Bytes

extension Transformation {
  /// `t:removeComments`: `/*…*/` and `<!--…-->` vanish, `--` and `#` cut the rest; an open comment becomes one space.
  /// Never longer than the input.
  ///
  /// As in both reference engines either mark closes either comment, and the byte after a comment is copied unread, NUL
  /// when there is none.
  static let removeComments = Transformation(name: "removeComments", triggers: commentTriggers) {
    input, start, output in
    var index = output.stepBack(commentBytesBeforeTrigger, from: start)
    while output.appendRun(input, &index, until: commentMarkStarts) {
      // Outside a comment `-->` is `--` with something after it.
      let (mark, length) = input.commentMark(at: index)
      if mark == .line || mark == .close && input[index] == UInt8(ascii: "-") { return }
      if mark != .open {
        output.append(input.extracting(index..<(index + length)))
        index += length
        continue
      }
      guard let end = input.endOfComment(from: index + length) else {
        output.put(UInt8(ascii: " "))
        return
      }
      output.put(end < input.count ? input[end] : 0)
      index = end + 1
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
