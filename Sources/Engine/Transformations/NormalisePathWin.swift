internal import Bytes

extension Transformation {
  /// `t:normalisePathWin`: as `normalisePath`, with `\` as a separator too, and names as Windows opens them. Never longer
  /// than the input.
  ///
  /// Windows drops dots and spaces at the end of a name, and `name::$DATA` is the file `name` itself: left in place they
  /// would hide a name from rules that end in `$`.
  static let normalisePathWin = Transformation(name: "normalisePathWin", triggers: ByteSet("./\\ :")) {
    input, _, output in
    output.replaceAll(withPath: input, isWindows: true)
  }
}

extension Span where Element == UInt8 {
  /// The name without what Windows ignores at its end. Names of nothing but dots and spaces stay: they are no files.
  @_lifetime(copy self)
  func withoutWindowsSuffix(isLast: Bool) -> Span<UInt8> {
    let stream: StaticString = "::$DATA"
    var end = endBeforeDotsAndSpaces(count)
    let streamStart = end - stream.utf8CodeUnitCount
    if isLast, streamStart > 0, extracting(streamStart..<end).isEqualIgnoringCase(to: stream) {
      end = endBeforeDotsAndSpaces(streamStart)
    }
    return end == 0 ? self : extracting(0..<end)
  }

  private func endBeforeDotsAndSpaces(_ end: Int) -> Int {
    var end = end
    while end > 0 && (self[end - 1] == UInt8(ascii: ".") || self[end - 1] == UInt8(ascii: " ")) { end -= 1 }
    return end
  }
}
