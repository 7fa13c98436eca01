internal import Bytes

extension [UInt8] {
  /// `append`, out of line: inlined, each of some sixty calls is a hundred bytes of wasm.
  @inline(never)
  mutating func put(_ byte: UInt8) { append(byte) }

  /// `append(hex:)`, out of line.
  @inline(never)
  mutating func put(hex byte: UInt8) { append(hex: byte) }

  /// Appends the bytes of `input` from `index` up to the next `stop` and moves `index` there; `false` at the end.
  ///
  /// Most of a value is copied as it stands, so runs go in one piece. Out of line, as a dozen functions call it.
  @inline(never)
  mutating func appendRun(_ input: Span<UInt8>, _ index: inout Int, until stop: UInt8) -> Bool {
    appendRun(input, &index, end: input.firstIndex(of: stop, from: index) ?? input.count)
  }

  /// `appendRun` with more than one stop.
  @inline(never)
  mutating func appendRun(_ input: Span<UInt8>, _ index: inout Int, until stops: ByteSet) -> Bool {
    appendRun(input, &index, end: input.firstIndex(in: stops, from: index))
  }

  private mutating func appendRun(_ input: Span<UInt8>, _ index: inout Int, end: Int) -> Bool {
    guard index < end else { return index < input.count }
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

  /// Gives back up to `byteCount` of the bytes copied before `start`, for what begins before its first trigger.
  ///
  /// - Returns: where in the input to go on.
  mutating func stepBack(_ byteCount: Int, from start: Int) -> Int {
    let steps = Swift.min(byteCount, start)
    removeLast(steps)
    return start - steps
  }
}
