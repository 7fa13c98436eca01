// The ASCII classes of the C locale, which is what SecLang's operators and transformations are defined by.
extension UInt8 {
  public var isASCIIDigit: Bool { self &- 0x30 < 10 }
  public var isASCIIUppercase: Bool { self &- 0x41 < 26 }
  public var isASCIILowercase: Bool { self &- 0x61 < 26 }
  public var isASCIILetter: Bool { (self | 0x20) &- 0x61 < 26 }
  public var isASCIIAlphanumeric: Bool { isASCIILetter || isASCIIDigit }
  public var isHexDigit: Bool { hexDigitValue != nil }

  /// C's `isspace`: blank, TAB, LF, VT, FF, CR.
  public var isASCIISpace: Bool { self == 0x20 || self &- 9 < 5 }

  /// `[A-Za-z0-9_]`, the `\w` of the rule language.
  public var isWordByte: Bool { isASCIIAlphanumeric || self == 0x5f }

  public var lowercasedASCII: UInt8 { isASCIIUppercase ? self | 0x20 : self }
  public var uppercasedASCII: UInt8 { isASCIILowercase ? self & 0xdf : self }

  /// The value of a hex digit, or `nil`.
  public var hexDigitValue: UInt8? {
    if isASCIIDigit { return self &- 0x30 }
    let letter = (self | 0x20) &- 0x61
    return letter < 6 ? letter &+ 10 : nil
  }

  /// The lower-case hex digit for a value below 16.
  public static func hexDigit(_ value: UInt8) -> UInt8 {
    let nibble = value & 15
    return nibble < 10 ? 0x30 &+ nibble : 0x57 &+ nibble
  }
}
