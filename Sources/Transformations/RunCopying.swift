internal import Bytes

extension Span where Element == UInt8 {
  /// The offset of the first byte of `set` at or after `start`, or `count`.
  func firstIndex(in set: ByteSet, from start: Int = 0) -> Int {
    var index = start
    while index < count && !set.contains(self[index]) { index += 1 }
    return index
  }
}

extension [UInt8] {
  /// Appends the bytes of `input` from `index` up to the next `stop` and moves `index` there; `false` at the end.
  ///
  /// Most of a value is copied as it stands, so runs go in one piece.
  mutating func appendRun(_ input: Span<UInt8>, _ index: inout Int, until stop: UInt8) -> Bool {
    let end = input.firstIndex(of: stop, from: index) ?? input.count
    append(input.extracting(index..<end))
    index = end
    return index < input.count
  }

  /// Appends `input` from `start`, each byte as `change` gives it.
  mutating func appendMapped(_ input: Span<UInt8>, from start: Int, _ change: (UInt8) -> UInt8) {
    let first = count
    append(input.extracting(start..<input.count))
    for index in first..<count { self[index] = change(self[index]) }
  }

  /// Appends the bytes of `input` from `start` that are not in `set`.
  mutating func appendAll(_ input: Span<UInt8>, from start: Int, except set: ByteSet) {
    for index in start..<input.count where !set.contains(input[index]) { append(input[index]) }
  }

  /// Gives back up to `byteCount` of the bytes copied before `start`, for what begins before its first trigger.
  ///
  /// - Returns: where in the input to go on.
  mutating func stepBack(_ byteCount: Int, from start: Int) -> Int {
    let steps = Swift.min(byteCount, start)
    removeLast(steps)
    return start - steps
  }
}
