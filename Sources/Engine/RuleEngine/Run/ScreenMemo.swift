import Bytes

/// What screening said of short values not long ago.
///
/// Header values, the names of headers and arguments, paths and methods come again with nearly every request: what is
/// remembered need be neither transformed nor screened. A value is known again by all its bytes and by the rules that look
/// at it. A place holds one value, the newest that belongs there, so memory is bounded.
final class ScreenMemo {
  /// Longer values are not remembered.
  static let valueLimit = 192
  private static let placeCount = 512

  private let wordCount: Int
  private let rowWidth: Int
  /// For each place the length of its value, or −1.
  private var lengths = [Int16](repeating: -1, count: placeCount)
  private var hashes = [UInt32](repeating: 0, count: placeCount)
  private var bytes = [UInt8](repeating: 0, count: placeCount * valueLimit)
  /// For each place the row a value came with, then the rules that may match it.
  private var rows: [UInt64]
  /// Where the answer belongs that `recall` did not know; −1 for nowhere.
  private var open = -1

  init(_ phase: PhaseProgram) {
    wordCount = phase.wordCount
    rowWidth = phase.rowWidth
    rows = [UInt64](repeating: 0, count: Self.placeCount * (rowWidth + wordCount))
  }

  /// Replaces, in the row of a value, the rules that look at it by those that may match it.
  ///
  /// - Returns: `false` when that is not known; `remember` may then be told.
  func recall(_ value: Span<UInt8>, _ rows: inout [UInt64], _ row: Int) -> Bool {
    open = -1
    guard value.count <= Self.valueLimit else { return false }
    var seed: UInt64 = 0
    for word in row..<(row + rowWidth) { seed = (seed ^ rows[word]) &* 0x9e37_79b9_7f4a_7c15 }
    let hash = UInt32(truncatingIfNeeded: value.hash(seed: seed) &>> 32)
    let place = Int(hash & UInt32(Self.placeCount - 1))
    let known = place * (rowWidth + wordCount)
    if hashes[place] == hash && Int(lengths[place]) == value.count && hasRow(known, rows, row) && holds(value, place) {
      for word in 0..<wordCount { rows[row + word] = self.rows[known + rowWidth + word] }
      return true
    }
    open = place
    hashes[place] = hash
    lengths[place] = Int16(truncatingIfNeeded: value.count)
    let first = place * Self.valueLimit
    for index in 0..<value.count { bytes[first + index] = value[index] }
    for word in 0..<rowWidth { self.rows[known + word] = rows[row + word] }
    return false
  }

  /// Keeps the rules that may match the value `recall` was last asked for.
  func remember(_ rows: [UInt64], _ row: Int) {
    guard open >= 0 else { return }
    let answer = open * (rowWidth + wordCount) + rowWidth
    for word in 0..<wordCount { self.rows[answer + word] = rows[row + word] }
  }

  private func hasRow(_ known: Int, _ rows: [UInt64], _ row: Int) -> Bool {
    for word in 0..<rowWidth where self.rows[known + word] != rows[row + word] { return false }
    return true
  }

  private func holds(_ value: Span<UInt8>, _ place: Int) -> Bool {
    let bytes = self.bytes
    let first = place * Self.valueLimit
    return bytes.span.extracting(first..<(first + value.count)).isEqual(to: value)
  }
}
