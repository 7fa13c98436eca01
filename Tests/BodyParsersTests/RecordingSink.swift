import BodyParsers
import Bytes

/// Writes each thing a parser delivers as a line: `argument "name" "value"`.
final class RecordingSink: BodySink {
  var lines: [String] = []
  var deliveredBytes = 0
  var calls = 0
  var acceptedArguments = Int.max

  private func record(_ kind: String, _ first: Span<UInt8>, _ second: Span<UInt8>, _ third: Span<UInt8>? = nil) {
    calls += 1
    deliveredBytes += first.count + second.count + (third?.count ?? 0)
    var line = "\(kind) \(quoted([UInt8](first))) \(quoted([UInt8](second)))"
    if let third { line += " \(quoted([UInt8](third)))" }
    lines.append(line)
  }

  override func argument(name: Span<UInt8>, value: Span<UInt8>) -> Bool {
    if acceptedArguments == 0 {
      lines.append("refused \(quoted([UInt8](name)))")
      return false
    }
    acceptedArguments -= 1
    record("argument", name, value)
    return true
  }
  override func argumentName(_ name: Span<UInt8>) {
    calls += 1
    deliveredBytes += name.count
    lines.append("name \(quoted([UInt8](name)))")
  }
  override func file(name: Span<UInt8>, fileName: Span<UInt8>, content: Span<UInt8>) {
    record("file", name, fileName, content)
  }
  override func part(name: Span<UInt8>, fileName: Span<UInt8>, hasFileName: Bool) {
    if hasFileName { record("part", name, fileName) }
  }
  override func otherFileName(name: Span<UInt8>, fileName: Span<UInt8>) { record("other", name, fileName) }
  override func fileNameEncoding(partName: Span<UInt8>, charset: Span<UInt8>, language: Span<UInt8>) {
    record("encoding", partName, charset, language)
  }
  override func partHeader(partName: Span<UInt8>, line: Span<UInt8>) { record("header", partName, line) }
  override func xmlText(path: Span<UInt8>, text: Span<UInt8>) { record("text", path, text) }
  override func xmlAttribute(path: Span<UInt8>, value: Span<UInt8>) { record("attribute", path, value) }
  override func xmlNamespace(path: Span<UInt8>, value: Span<UInt8>) { record("namespace", path, value) }
}

/// `"a\r\n\xff"`: printable ASCII as it is, the rest escaped.
func quoted(_ bytes: [UInt8]) -> String {
  var text = "\""
  for byte in bytes {
    switch byte {
    case 0x22, 0x5c: text += "\\" + String(UnicodeScalar(byte))
    case 0x0a: text += "\\n"
    case 0x0d: text += "\\r"
    case 0x09: text += "\\t"
    case 0x20..<0x7f: text.unicodeScalars.append(UnicodeScalar(byte))
    default: text += "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
  }
  return text + "\""
}

func message(_ problem: BodyProblem) -> String {
  var text: [UInt8] = []
  problem.message(into: &text)
  return "problem \(quoted(text))"
}
