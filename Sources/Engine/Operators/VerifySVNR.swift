import Bytes

extension OperatorRow {
  /// `@verifySVNR pattern`: a hit of the pattern is an Austrian social insurance number: ten digits, not all the same,
  /// the fourth of them a check digit modulo 11.
  static let verifySVNR = OperatorRow("verifySVNR") { argument, resources throws(OperatorProblem) in
    VerifiedHit(try resources.pattern(argument)) { isInsuranceNumber(PickedDigits(of: $0)) }
  }

  private static func isInsuranceNumber(_ digits: PickedDigits) -> Bool {
    guard digits.count == 10, !digits.areAllEqual else { return false }
    var sum = digits[0] * 3 + digits[1] * 7 + digits[2] * 9
    sum += digits[4] * 5 + digits[5] * 8 + digits[6] * 4 + digits[7] * 2 + digits[8] + digits[9] * 6
    // A remainder of ten has no digit: such a number is not given out.
    return sum % 11 == digits[3]
  }
}
