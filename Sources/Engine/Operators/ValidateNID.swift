import Bytes

extension OperatorRow {
  /// `@validateNid cl pattern` or `@validateNid us pattern`: a hit of the pattern is a national identity number of
  /// Chile or of the United States.
  static let validateNid = OperatorRow("validateNid") { argument, resources throws(OperatorProblem) in
    let start = argument.trimmedRange(of: .space).lowerBound
    let end = argument.firstIndex(of: UInt8(ascii: " "), from: start) ?? argument.count
    let country = argument.extracting(start..<end)
    let check: VerifiedHit.Check
    if country.isEqualIgnoringCase(to: "cl") {
      check = { isChileanNumber($0) }
    } else if country.isEqualIgnoringCase(to: "us") {
      check = { PickedDigits(of: $0).areSocialSecurityNumber }
    } else {
      throw OperatorProblem(
        .badArgument, at: start, length: country.count,
        [UInt8]("the argument must begin with a country; write 'cl' or 'us', a blank, and a regular expression"))
    }
    guard end < argument.count else {
      throw OperatorProblem(
        .badArgument, at: start, length: country.count,
        [UInt8]("there is no regular expression behind the country; write one, such as 'us \\d{3}-\\d{2}-\\d{4}'"))
    }
    return VerifiedHit(
      try resources.pattern(argument.extracting((end + 1)..<argument.count), at: end + 1), check)
  }

  /// Seven or more digits and a check digit modulo 11, where K stands for ten.
  private static func isChileanNumber(_ text: Span<UInt8>) -> Bool {
    var digits = PickedDigits()
    var check: Int?
    for index in 0..<text.count {
      let byte = text[index]
      let isCheckLetter = byte.lowercasedASCII == UInt8(ascii: "k")
      guard byte.isASCIIDigit || isCheckLetter else { continue }
      // What was taken for the check digit was none when more follows.
      if let earlier = check {
        guard earlier < 10 else { return false }
        digits.append(UInt8(truncatingIfNeeded: earlier))
      }
      check = isCheckLetter ? 10 : Int(byte &- 0x30)
    }
    guard let check, digits.count >= 7, digits.count <= 16 else { return false }
    var sum = 0
    for place in 0..<digits.count { sum += digits[digits.count - 1 - place] * (2 + place % 6) }
    return (11 - sum % 11) % 11 == check
  }
}
