public import Bytes

/// Every transformation but `none`, sorted by name without regard to case; aliases are rows of their own.
public let transformationTable: [Transformation] = []

/// The row of the transformation called `name`, or `nil`.
public func transformationIndex(named name: Span<UInt8>) -> Int? { nil }
