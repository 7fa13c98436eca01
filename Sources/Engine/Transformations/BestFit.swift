internal import Bytes

/// The ASCII character that Windows puts for a code point outside ASCII in codepage 20127, or `nil`.
///
/// Source: the best-fit table of Windows, see `scripts/generate-bestfit-table`. Full-width forms, which it has too, are
/// left to `narrowedByte`.
func bestFitASCII(_ codePoint: UInt32) -> UInt8? {
  let rows = ByteSlice(bestFitRows).span
  var low = 0
  var high = rows.count / bestFitRowBytes
  while low < high {
    let middle = (low + high) / 2
    let row = middle * bestFitRowBytes
    let candidate = rows.hexNumber(at: row, limit: 4).value
    if candidate == codePoint { return rows[row + 4] }
    if candidate < codePoint { low = middle + 1 } else { high = middle }
  }
  return nil
}

/// Four hex digits, the character, a line end.
private let bestFitRowBytes = 6
