import Bytes

/// Makes transaction identifiers: 24 hex digits, the time first so that they sort, then a number that differs between
/// streams of one machine and, with overwhelming probability, between machines.
public struct TransactionIdentifier {
  private var sequence = UInt32.random(in: .min ... .max)

  public init() {}

  /// The next one, for a transaction that begins at this time.
  public mutating func next(unixNanoseconds: Int64) -> [UInt8] {
    sequence &+= 1
    var output: [UInt8] = []
    output.reserveCapacity(24)
    let time = UInt64(bitPattern: unixNanoseconds)
    for shift in stride(from: UInt64(56), through: 0, by: -8) {
      output.append(hex: UInt8(truncatingIfNeeded: time &>> shift))
    }
    for shift in stride(from: UInt32(24), through: 0, by: -8) {
      output.append(hex: UInt8(truncatingIfNeeded: sequence &>> shift))
    }
    return output
  }
}
