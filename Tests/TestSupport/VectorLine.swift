internal import Foundation

/// A line of a vector file, read word by word. Between words stand blanks.
///
/// A string stands in quotes and holds ASCII characters and the escapes `\"`, `\\`, `\n`, `\r`, `\t` and `\xHH`.
public struct VectorLine {
  /// What a line does wrong.
  public struct Malformed: Error, CustomStringConvertible {
    public let place: String
    public var description: String { "malformed vector at \(place)" }

    public init(place: String) { self.place = place }
  }

  private var rest: Substring
  private let place: String

  public init(_ text: some StringProtocol, place: String) {
    rest = Substring(text)
    self.place = place
    skipBlanks()
  }

  /// Whether the line ends here.
  public var isAtEnd: Bool { rest.isEmpty }

  /// Whether a string comes next.
  public var isAtString: Bool { rest.hasPrefix("\"") }

  /// Reads `text` and the blanks behind it, or nothing if something else comes next.
  public mutating func take(_ text: String) -> Bool {
    guard rest.hasPrefix(text) else { return false }
    rest = rest.dropFirst(text.count)
    skipBlanks()
    return true
  }

  /// Reads the digits of a number.
  public mutating func number() throws(Malformed) -> Int {
    let digits = rest.prefix { ("0"..."9").contains($0) }
    guard let number = Int(digits) else { throw malformed }
    rest = rest.dropFirst(digits.count)
    skipBlanks()
    return number
  }

  /// Reads a string.
  public mutating func string() throws(Malformed) -> [UInt8] {
    guard rest.popFirst() == "\"" else { throw malformed }
    var bytes: [UInt8] = []
    while let character = rest.popFirst() {
      if character == "\"" {
        skipBlanks()
        return bytes
      }
      guard let plain = character.asciiValue, 0x20..<0x7f ~= plain else { throw malformed }
      bytes.append(character == "\\" ? try escaped() : plain)
    }
    throw malformed
  }

  /// Reads a string that is all there is.
  public mutating func onlyString() throws(Malformed) -> [UInt8] {
    let bytes = try string()
    guard isAtEnd else { throw malformed }
    return bytes
  }

  /// The error of a line that says something else than it may.
  public var malformed: Malformed { Malformed(place: place) }

  /// What a backslash and what follows stand for.
  private mutating func escaped() throws(Malformed) -> UInt8 {
    switch rest.popFirst() {
    case "\"": return UInt8(ascii: "\"")
    case "\\": return UInt8(ascii: "\\")
    case "n": return UInt8(ascii: "\n")
    case "r": return UInt8(ascii: "\r")
    case "t": return UInt8(ascii: "\t")
    case "x":
      guard let byte = UInt8(rest.prefix(2), radix: 16), rest.count >= 2 else { throw malformed }
      rest = rest.dropFirst(2)
      return byte
    default: throw malformed
    }
  }

  private mutating func skipBlanks() { rest = rest.drop { $0 == " " } }
}
