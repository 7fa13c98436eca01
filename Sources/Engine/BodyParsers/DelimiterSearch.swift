import Bytes

/// Finds `--` and the boundary anywhere in a line: servers that do not ask for it at a line's start end a part there.
///
/// Linear whatever the boundary: it may repeat itself. Source: Knuth, Morris and Pratt.
struct DelimiterSearch {
  private var delimiter: [UInt8] = [UInt8]("--")
  /// For each length that matched, how much of it may be the beginning of another match.
  private var borders: [Int] = []

  init(boundary: Span<UInt8>) {
    delimiter.append(boundary)
    borders.append(0)
    var border = 0
    for index in 1..<delimiter.count {
      while border > 0 && delimiter[border] != delimiter[index] { border = borders[border - 1] }
      if delimiter[border] == delimiter[index] { border += 1 }
      borders.append(border)
    }
  }

  /// Where the first delimiter begins.
  func start(in text: Span<UInt8>) -> Int? {
    var matched = 0
    var index = 0
    while index < text.count {
      if matched == 0 {
        guard let hyphen = text.firstIndex(of: UInt8(ascii: "-"), from: index) else { return nil }
        index = hyphen
      }
      while matched > 0 && delimiter[matched] != text[index] { matched = borders[matched - 1] }
      if delimiter[matched] == text[index] { matched += 1 }
      index += 1
      if matched == delimiter.count { return index - matched }
    }
    return nil
  }
}
