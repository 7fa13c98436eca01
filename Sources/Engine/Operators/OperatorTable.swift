public import Bytes

/// Every operator, sorted by name without regard to case.
public let operatorTable: [OperatorRow] = [
  .beginsWith, .contains, .containsWord, .detectSQLi, .detectXSS, .endsWith, .eq, .fuzzyHash, .ge, .geoLookup,
  .gsbLookup, .gt, .inspectFile, .inspectFileF, .ipMatch, .ipMatchF, .ipMatchFromDataset, .ipMatchFromFile, .le, .lt,
  .noMatch, .pm, .pmf, .pmFromDataset, .pmFromFile, .rbl, .restpath, .rsub, .rx, .rxGlobal, .streq, .strmatch,
  .unconditionalMatch, .validateByteRange, .validateDTD, .validateHash, .validateNid, .validateSchema,
  .validateUrlEncoding, .validateUtf8Encoding, .verifyCC, .verifyCPF, .verifySSN, .verifySVNR, .within,
]

/// The names of `operatorTable`, in its order.
public let operatorNames = NameIndex(count: operatorTable.count) { operatorTable[$0].name }

/// The row of the operator called `name` (without `@`), in any case; `nil` when there is none.
public func operatorIndex(named name: Span<UInt8>) -> Int? { operatorNames.find(name) }
