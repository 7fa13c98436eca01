internal import Bytes

// Without one of these no comment starts or ends; the longest opening, `<!--`, begins two bytes before its first trigger.
let commentTriggers = ByteSet("*-#")
let commentBytesBeforeTrigger = 2

extension Span where Element == UInt8 {
  /// The length of the mark at `index` that opens or closes a comment in SQL, C, shell or HTML, or 0.
  func commentMarkLength(at index: Int) -> Int {
    let rest = extracting(index..<count)
    switch self[index] {
    case UInt8(ascii: "#"): return 1
    case UInt8(ascii: "/"): return rest.hasPrefix("/*") ? 2 : 0
    case UInt8(ascii: "*"): return rest.hasPrefix("*/") ? 2 : 0
    case UInt8(ascii: "<"): return rest.hasPrefix("<!--") ? 4 : 0
    case UInt8(ascii: "-"): return rest.hasPrefix("-->") ? 3 : rest.hasPrefix("--") ? 2 : 0
    default: return 0
    }
  }
}
