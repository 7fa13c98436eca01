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

private let transformationNames = NameIndex(transformationTable.map { [UInt8]($0.name) })

/// The row of the transformation called `name`, or `nil`.
public func transformationIndex(named name: Span<UInt8>) -> Int? { transformationNames.find(name) }
