public import Bytes

/// Every operator, sorted by name without regard to case.
public let operatorTable: [OperatorRow] = []

/// The row of the operator called `name` (without `@`), or `nil`.
public func operatorIndex(named name: Span<UInt8>) -> Int? { nil }
