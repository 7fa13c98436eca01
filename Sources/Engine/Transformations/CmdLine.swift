internal import Bytes

extension Transformation {
  /// `t:cmdLine`: takes the noise out of a shell command. Never longer than the input.
  ///
  /// `\ " ' ^` vanish; each run of blanks, `,` and `;` becomes one space, and none before `/` and `(`; ASCII letters are
  /// put in lower case. Source: ModSecurity's manual.
  static let cmdLine = Transformation(
    name: "cmdLine", triggers: commandNoise, firstChange: { $0.firstCommandNoise }
  ) { input, start, output in
    var endsInSpace = false
    for index in start..<input.count {
      let byte = input[index]
      switch byte {
      case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "^"):
        continue
      case UInt8(ascii: " "), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "\r"),
        UInt8(ascii: "\n"):
        if !endsInSpace { output.put(UInt8(ascii: " ")) }
        endsInSpace = true
        continue
      case UInt8(ascii: "/"), UInt8(ascii: "("):
        if endsInSpace { output.removeLast() }
      default: break
      }
      endsInSpace = false
      output.put(byte.lowercasedASCII)
    }
  }
}

extension Span where Element == UInt8 {
  /// The offset of the first noise that is not one space between other bytes, with the space before it; or `count`.
  fileprivate var firstCommandNoise: Int {
    var index = firstIndex(in: commandNoise)
    while index < count {
      let isSpace = self[index] == UInt8(ascii: " ")
      if !isSpace { return index > 0 && self[index - 1] == UInt8(ascii: " ") ? index - 1 : index }
      if index + 1 < count && swallowsSpace.contains(self[index + 1]) { return index }
      index = firstIndex(in: commandNoise, from: index + 1)
    }
    return count
  }
}

/// Bytes that leave no space before them; other noise is found by itself.
private let swallowsSpace = ByteSet(" /(")
private let commandNoise = ByteSet("\\\"'^ ,;\t\r\n").union(ByteSet(0x41...0x5a))
