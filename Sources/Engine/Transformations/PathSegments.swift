internal import Bytes

extension [UInt8] {
  /// Becomes the path in `input` with its segments resolved; see `normalisePath` and `normalisePathWin`.
  @inline(never)
  mutating func replaceAll(withPath input: Span<UInt8>, isWindows: Bool) {
    func isSeparator(_ index: Int) -> Bool {
      input[index] == UInt8(ascii: "/") || isWindows && input[index] == UInt8(ascii: "\\")
    }
    removeAll(keepingCapacity: true)
    guard input.count > 0 else { return }
    let isRooted = isSeparator(0)
    if isRooted { put(UInt8(ascii: "/")) }
    // What stands below may not be taken back: the root, or a `..` that had nothing to take.
    var floor = count
    var index = 0
    while index < input.count {
      var end = index
      while end < input.count && !isSeparator(end) { end += 1 }
      let segment = input.extracting(index..<end)
      index = end + 1
      if segment.isEmpty || segment.isEqual(to: ".") { continue }
      guard segment.isEqual(to: "..") else {
        appendSegment(isWindows ? segment.withoutWindowsSuffix(isLast: end == input.count) : segment)
        continue
      }
      if count > floor {
        removeSegment(above: floor)
      } else if !isRooted {
        appendSegment(segment)
        floor = count
      }
    }
    if isSeparator(input.count - 1), let last, last != UInt8(ascii: "/") { put(UInt8(ascii: "/")) }
  }

  private mutating func appendSegment(_ segment: Span<UInt8>) {
    if let last, last != UInt8(ascii: "/") { put(UInt8(ascii: "/")) }
    append(segment)
  }

  private mutating func removeSegment(above floor: Int) {
    while count > floor, removeLast() != UInt8(ascii: "/") {}
  }
}
