internal import Bytes

/// How often bytes occur in ordinary values: parameters, header fields, text. Wrong weights cost speed, nothing else.
public enum ByteFrequency {
  /// Weights, in parts of about a thousand, of the bytes from blank to DEL; anything else is rare.
  private static let table: StaticString =
    // blank ! " # $ % & ' ( ) * + , - . /
    "\u{70}\u{01}\u{03}\u{01}\u{01}\u{03}\u{03}\u{02}\u{02}\u{02}\u{01}\u{02}\u{08}\u{0b}\u{0c}\u{0a}"
  /// 0–9 : ; < = > ?
  private static let digits: StaticString =
    "\u{10}\u{10}\u{0c}\u{0a}\u{0a}\u{0a}\u{08}\u{08}\u{08}\u{08}\u{04}\u{03}\u{01}\u{05}\u{01}\u{02}"
  /// a–z, either case together.
  private static let letters: StaticString =
    "\u{41}\u{10}\u{20}\u{22}\u{60}\u{14}\u{12}\u{20}\u{38}\u{04}\u{08}\u{26}\u{1e}\u{3a}\u{3e}\u{1a}\u{03}\u{34}\u{36}\u{48}\u{1a}\u{0c}\u{0e}\u{06}\u{12}\u{04}"

  /// The sum of all weights, roughly.
  public static let total = 1024

  /// How often `byte`, a letter in either case, occurs among `total` bytes; at least 1.
  public static func weight(_ byte: UInt8) -> Int {
    let lower = byte.lowercasedASCII
    if lower.isASCIILowercase { return Int(letters.utf8Start[Int(lower &- 0x61)]) }
    switch byte {
    case 0x20...0x2f: return Int(table.utf8Start[Int(byte &- 0x20)])
    case 0x30...0x3f: return Int(digits.utf8Start[Int(byte &- 0x30)])
    case UInt8(ascii: "_"): return 6
    case UInt8(ascii: "\n"): return 6
    default: return 1
    }
  }
}
