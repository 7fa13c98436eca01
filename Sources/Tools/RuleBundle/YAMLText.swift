/// A string in double quotes, as JSON and YAML both read it.
func jsonString(_ text: String) -> String {
  var output = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": output += "\\\""
    case "\\": output += "\\\\"
    case "\n": output += "\\n"
    case "\t": output += "\\t"
    case "\r": output += "\\r"
    default:
      if isPlain(scalar) {
        output.unicodeScalars.append(scalar)
      } else {
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          output += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      }
    }
  }
  return output + "\""
}

/// Appends a text as a literal block where YAML can hold it unchanged (YAML 1.2, 8.1), else in quotes; ends the line.
///
/// - Parameter indent: how far the block's lines stand in.
func appendYAMLText(_ text: String, indent: Int, to output: inout String) {
  let body = text.hasSuffix("\n") ? text.dropLast() : text[...]
  // A block that begins with a blank would need an explicit margin, one that ends in line feeds another header.
  let fits = text.unicodeScalars.allSatisfy { $0 == "\n" || $0 == "\t" || isPlain($0) }
  if !fits || body.isEmpty || body.first == " " || body.first == "\n" || body.first == "\t" || body.hasSuffix("\n") {
    output += jsonString(text) + "\n"
    return
  }
  output += text.hasSuffix("\n") ? "|\n" : "|-\n"
  let margin = String(repeating: " ", count: indent)
  for line in body.split(separator: "\n", omittingEmptySubsequences: false) {
    output += line.isEmpty ? "\n" : "\(margin)\(line)\n"
  }
}

/// Whether both formats show a character as it is: no control character, no line separator, no byte order mark.
private func isPlain(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x20..<0x7f, 0xa0..<0x2028, 0x202a..<0xd800, 0xe000..<0xfeff, 0xff00..<0xfffe: true
  default: false
  }
}
