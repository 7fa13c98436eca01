import Bytes

extension OperatorRow {
  /// `@verifyCPF pattern`: a hit of the pattern is a Brazilian taxpayer number: eleven digits, not all the same, the
  /// last two of them check digits modulo 11.
  static let verifyCPF = OperatorRow("verifyCPF") { argument, resources throws(OperatorProblem) in
    VerifiedHit(try resources.pattern(argument)) { isTaxpayerNumber(PickedDigits(of: $0)) }
  }

  private static func isTaxpayerNumber(_ digits: PickedDigits) -> Bool {
    guard digits.count == 11, !digits.areAllEqual else { return false }
    return digits[9] == checkDigit(digits.weightedSum(0..<9, from: 10))
      && digits[10] == checkDigit(digits.weightedSum(0..<10, from: 11))
  }

  private static func checkDigit(_ sum: Int) -> Int { sum % 11 < 2 ? 0 : 11 - sum % 11 }
}
