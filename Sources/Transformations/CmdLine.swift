internal import Bytes

extension Transformation {
  /// `t:cmdLine`: takes the noise out of a shell command. Never longer than the input.
  ///
  /// `\ " ' ^` vanish; each run of blanks, `,` and `;` becomes one space, and none before `/` and `(`; ASCII letters are
  /// put in lower case. Source: ModSecurity's manual.
  static let cmdLine = Transformation(name: "cmdLine", triggers: commandNoise) { input, start, output in
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

private let commandNoise = ByteSet("\\\"'^ ,;\t\r\n").union(ByteSet(0x41...0x5a))
