import Bytes
import LiteralSearch

/// `@validateByteRange 9,10,32-126`: matches a value with a byte outside the list.
final class ValidateByteRange: Operator, @unchecked Sendable {
  private let allowed: ByteSet

  /// - Parameter argument: byte values and ranges of them, separated by commas; empty: no byte is allowed.
  init(_ argument: Span<UInt8>) throws(OperatorProblem) {
    var allowed = ByteSet()
    try forEachEntry(ofList: argument) { entry, offset throws(OperatorProblem) in
      guard let bytes = entry.byteRange else { throw Self.problem(entry, at: offset) }
      allowed.insert(bytes)
    }
    self.allowed = allowed
  }

  override var requirement: MatchRequirement { MatchRequirement(byteOf: allowed.complement) }

  override func matches(_ value: Span<UInt8>, argument: Span<UInt8>, _ captures: inout Captures) -> Bool {
    for index in 0..<value.count where !allowed.contains(value[index]) { return true }
    return false
  }

  private static func problem(_ entry: Span<UInt8>, at offset: Int) -> OperatorProblem {
    var detail = [UInt8]("'")
    detail.append(entry)
    detail.append("' is no byte value or range; write numbers from 0 to 255, such as 10 or 32-126")
    return OperatorProblem(.badArgument, at: offset, length: entry.count, detail)
  }
}

extension Span where Element == UInt8 {
  /// `10` or `32-126` as a range of bytes, or `nil`.
  fileprivate var byteRange: ClosedRange<UInt8>? {
    let dash = firstIndex(of: UInt8(ascii: "-"))
    guard let low = extracting(0..<(dash ?? count)).byteValue else { return nil }
    guard let dash else { return low...low }
    guard let high = extracting((dash + 1)..<count).byteValue, high >= low else { return nil }
    return low...high
  }

  private var byteValue: UInt8? {
    let digits = extracting(trimmedRange(of: .space))
    return digits.decimalNumber.flatMap { UInt8(exactly: $0) }
  }
}

extension OperatorRow {
  static let validateByteRange = OperatorRow("validateByteRange") { argument, _ throws(OperatorProblem) in
    try ValidateByteRange(argument)
  }
}
