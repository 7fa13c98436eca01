import Bytes

extension OperatorRow {
  /// `@verifyCC pattern`: a hit of the pattern holds digits that fulfil the Luhn formula (ISO/IEC 7812-1, annex B).
  static let verifyCC = OperatorRow("verifyCC") { argument, resources throws(OperatorProblem) in
    VerifiedHit(try resources.pattern(argument)) { $0.fulfilsLuhn }
  }
}

extension Span where Element == UInt8 {
  /// Whether the digits in the text, at least one, add up to a multiple of ten, every second from the end doubled.
  fileprivate var fulfilsLuhn: Bool {
    var sum = 0
    var digits = 0
    var index = count
    while index > 0 {
      index -= 1
      guard self[index].isASCIIDigit else { continue }
      let digit = Int(self[index] &- 0x30)
      let doubled = digit * 2
      // Modulo ten at each step: a value may hold more digits than a sum can count.
      sum = (sum + (digits.isMultiple(of: 2) ? digit : doubled > 9 ? doubled - 9 : doubled)) % 10
      digits += 1
    }
    return digits > 0 && sum == 0
  }
}
