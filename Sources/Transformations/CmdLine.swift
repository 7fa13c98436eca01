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
      if quoting.contains(byte) { continue }
      if separating.contains(byte) {
        if !endsInSpace { output.append(UInt8(ascii: " ")) }
        endsInSpace = true
        continue
      }
      if endsInSpace && (byte == UInt8(ascii: "/") || byte == UInt8(ascii: "(")) { output.removeLast() }
      endsInSpace = false
      output.append(byte.lowercasedASCII)
    }
  }
}

private let quoting = ByteSet("\\\"'^")
private let separating = ByteSet(" ,;\t\r\n")
private let commandNoise = quoting.union(separating).union(ByteSet(0x41...0x5a))
