internal import Bytes

// The sets that have names: escapes and POSIX classes, in the C locale.
extension ByteSet {
  static let letters = ByteSet(0x61...0x7a).union(ByteSet(0x41...0x5a))
  static let alphanumeric = letters.union(ByteSet(0x30...0x39))
  static let word = alphanumeric.union(ByteSet("_"))
  static let horizontalSpace = ByteSet(" \t").union(ByteSet(0xa0...0xa0))
  static let verticalSpace = ByteSet(0x0a...0x0d).union(ByteSet(0x85...0x85))

  /// The POSIX class called `name`, or `nil`. Without regard to case `upper` and `lower` mean `alpha`, as in PCRE.
  static func posix(_ name: Span<UInt8>, ignoringCase: Bool) -> ByteSet? {
    if name.isEqual(to: "alpha") { return letters }
    if name.isEqual(to: "lower") { return ignoringCase ? letters : ByteSet(0x61...0x7a) }
    if name.isEqual(to: "upper") { return ignoringCase ? letters : ByteSet(0x41...0x5a) }
    if name.isEqual(to: "alnum") { return alphanumeric }
    if name.isEqual(to: "ascii") { return ByteSet(0...0x7f) }
    if name.isEqual(to: "blank") { return ByteSet(" \t") }
    if name.isEqual(to: "cntrl") { return ByteSet(0...0x1f).union(ByteSet(0x7f...0x7f)) }
    if name.isEqual(to: "digit") { return ByteSet(0x30...0x39) }
    if name.isEqual(to: "graph") { return ByteSet(0x21...0x7e) }
    if name.isEqual(to: "print") { return ByteSet(0x20...0x7e) }
    if name.isEqual(to: "punct") { return ByteSet(0x21...0x7e).intersection(alphanumeric.complement) }
    if name.isEqual(to: "space") { return space }
    if name.isEqual(to: "word") { return word }
    if name.isEqual(to: "xdigit") {
      return ByteSet(0x30...0x39).union(ByteSet(0x41...0x46)).union(ByteSet(0x61...0x66))
    }
    return nil
  }
}
