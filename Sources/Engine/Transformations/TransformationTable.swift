internal import Bytes

/// Every transformation but `none`, sorted by name without regard to case; aliases are rows of their own.
public let transformationTable: [Transformation] = [
  .base64Decode,
  .base64DecodeExt,
  .base64Encode,
  .cmdLine,
  .compressWhitespace,
  .cssDecode,
  .escapeSeqDecode,
  .hexDecode,
  .hexEncode,
  .htmlEntityDecode,
  .jsDecode,
  .length,
  .lowercase,
  .md5,
  .normalisePath,
  .normalisePathWin,
  .normalizePath,
  .normalizePathWin,
  .parityEven7bit,
  .parityOdd7bit,
  .parityZero7bit,
  .phpArgsNames,
  .removeComments,
  .removeCommentsChar,
  .removeNulls,
  .removeWhitespace,
  .replaceComments,
  .replaceNulls,
  .sha1,
  .sqlHexDecode,
  .trim,
  .trimLeft,
  .trimRight,
  .uppercase,
  .urlDecode,
  .urlDecodeUni,
  .urlEncode,
  .utf8toUnicode,
]

/// The row of the transformation called `name`, or `nil`.
///
/// A plain search: it runs once for each `t:` while rules are compiled, and an index would be 2 KB of wasm.
public func transformationIndex(named name: Span<UInt8>) -> Int? {
  for index in transformationTable.indices where name.isEqualIgnoringCase(to: transformationTable[index].name) {
    return index
  }
  return nil
}
