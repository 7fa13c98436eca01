import Bytes
import SecLang

extension DirectiveRow {
  /// SecDataset NAME `PHRASES`: one phrase a line, `#` begins a comment; for `@pmFromDataset` and `@ipMatchFromDataset`.
  static let dataset = DirectiveRow("SecDataset", arguments: 2...2) { _, arguments, compilation in
    var phrases: [[UInt8]] = []
    for line in arguments[1].bytes.split(separator: UInt8(ascii: "\n")) {
      let bytes = Array(line)
      let phrase = Array(bytes[bytes.span.trimmedRange(of: .space)])
      if !phrase.isEmpty && phrase[0] != UInt8(ascii: "#") { phrases.append(phrase) }
    }
    if !compilation.resources.add(dataset: arguments[0].bytes, phrases) {
      compilation.report(.datasetRepeated, at: arguments[0].range, arguments[0].bytes)
    }
  }
}
