import Bytes

/// A file of rules, or a block of directives from a configuration, with the name diagnostics show.
public struct Source: Sendable {
  public let name: [UInt8]
  public let text: [UInt8]
  /// The offset at which each line of the text begins; never empty.
  let lineStarts: [Int32]

  /// A byte order mark in front, as some editors write it, is no part of the text.
  public init(name: [UInt8], text: [UInt8]) {
    self.name = name
    let text = text.starts(with: [0xef, 0xbb, 0xbf]) ? Array(text.dropFirst(3)) : text
    self.text = text
    var starts: [Int32] = [0]
    for index in text.indices where text[index] == UInt8(ascii: "\n") {
      starts.append(Int32(truncatingIfNeeded: index &+ 1))
    }
    lineStarts = starts
  }

  /// The line and the column, both from 1, at which a byte stands; columns count bytes.
  ///
  /// - Parameter offset: from the beginning of the text; cut to what the text has.
  public func position(of offset: Int) -> (line: Int, column: Int) {
    let offset = min(max(offset, 0), text.count)
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if Int(lineStarts[middle]) <= offset { low = middle } else { high = middle }
    }
    return (low + 1, offset - Int(lineStarts[low]) + 1)
  }

  /// Where a line (from 1) stands in the text, without its line end; empty for a line the text does not have.
  func range(ofLine line: Int) -> Range<Int> {
    guard line >= 1, line <= lineStarts.count else { return 0..<0 }
    let start = Int(lineStarts[line - 1])
    var end = line < lineStarts.count ? Int(lineStarts[line]) - 1 : text.count
    if end > start && text[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return start..<max(start, end)
  }
}

/// A place in a source: byte offsets, lines are counted when rendering.
public struct SourceRange: Equatable, Sendable {
  /// Index into `SyntaxTree.sources`.
  public var source: Int32
  public var start: Int32
  public var end: Int32
  public init(source: Int32, start: Int32, end: Int32) {
    self.source = source
    self.start = start
    self.end = end
  }
}
