import Bytes

extension OperatorRow {
  /// `@verifySSN pattern`: a hit of the pattern can be a social security number of the United States.
  static let verifySSN = OperatorRow("verifySSN") { argument, resources throws(OperatorProblem) in
    VerifiedHit(try resources.pattern(argument)) { PickedDigits(of: $0).areSocialSecurityNumber }
  }
}

extension PickedDigits {
  /// Nine digits: area 001–739 but 666, group 01–99, serial 0001–9999; neither all the same nor counting up.
  ///
  /// The number has no check digit. Areas from 740 up were never given out before numbers became random in 2011.
  var areSocialSecurityNumber: Bool {
    guard count == 9, !areAllEqual, !areCountingUp else { return false }
    let area = number(0..<3)
    return area > 0 && area < 740 && area != 666 && number(3..<5) > 0 && number(5..<9) > 0
  }

  private var areCountingUp: Bool {
    for index in 1..<max(count, 1) where self[index] != self[index - 1] + 1 { return false }
    return true
  }
}
