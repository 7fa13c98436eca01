internal import Bytes

/// Without one of these no comment starts or ends.
let commentTriggers = ByteSet("*-#")
/// The longest opening, `<!--`, begins two bytes before its first trigger.
let commentBytesBeforeTrigger = 2
/// What a mark can begin with.
let commentMarkStarts = ByteSet("/*<-#")

/// A mark that opens or closes a comment in C and SQL, in HTML, or in a shell.
enum CommentMark {
  case none, open, close, line
}

extension Span where Element == UInt8 {
  /// The mark at `index` and its length, which is 1 when there is none.
  @inline(never)
  func commentMark(at index: Int) -> (mark: CommentMark, length: Int) {
    let rest = extracting(index..<count)
    switch self[index] {
    case UInt8(ascii: "/"): if rest.hasPrefix("/*") { return (.open, 2) }
    case UInt8(ascii: "*"): if rest.hasPrefix("*/") { return (.close, 2) }
    case UInt8(ascii: "<"): if rest.hasPrefix("<!--") { return (.open, 4) }
    case UInt8(ascii: "-"):
      if rest.hasPrefix("-->") { return (.close, 3) }
      if rest.hasPrefix("--") { return (.line, 2) }
    case UInt8(ascii: "#"): return (.line, 1)
    default: break
    }
    return (.none, 1)
  }
}
