import Bytes
import SecLang
import XCTest

/// The findings as text.
func rendered(_ diagnostics: Diagnostics, _ tree: SyntaxTree) -> String {
  var output: [UInt8] = []
  for diagnostic in diagnostics.all { render(diagnostic, in: tree.sources, into: &output) }
  return String(decoding: output, as: UTF8.self)
}

/// Asserts that each byte of each word is the byte at its place, and that words lie inside their directive.
func assertPlaces(_ tree: SyntaxTree, file: StaticString = #filePath, line: UInt = #line) {
  for directive in tree.directives {
    for word in directive.words {
      let text = tree.sources[Int(word.range.source)].text
      let low = Int(word.range.start)
      let high = Int(word.range.end)
      XCTAssertTrue(low <= high && high <= text.count, file: file, line: line)
      XCTAssertTrue(word.range.start >= directive.range.start, file: file, line: line)
      XCTAssertTrue(word.range.end <= directive.range.end, file: file, line: line)
      for index in word.bytes.indices {
        let place = word.sourceRange(of: index..<index + 1)
        let isThere =
          place.end == place.start + 1 && place.start >= word.range.start && place.end <= word.range.end
          && text[Int(place.start)] == word.bytes[index]
        if !isThere {
          let found = String(decoding: word.bytes, as: UTF8.self)
          return XCTFail("byte \(index) of '\(found)' is not at \(place)", file: file, line: line)
        }
      }
    }
  }
}

extension Directive {
  /// Every word of it.
  var words: [Word] {
    switch body {
    case .rule(let variables, let operation, let actions):
      return [name] + variables.flatMap(\.words) + (operation.name.map { [$0] } ?? []) + [operation.argument]
        + actions.flatMap(\.words)
    case .actions(let actions): return [name] + actions.flatMap(\.words)
    case .arguments(let words): return [name] + words
    }
  }
}

extension VariableSyntax {
  var words: [Word] {
    switch selector {
    case .none: return [name]
    case .key(let word), .regex(let word): return [name, word]
    }
  }
}

extension ActionSyntax {
  var words: [Word] { [name] + (argument.map { [$0] } ?? []) }
}

/// Asserts that rule text has one finding, at a marker and up to a second one, and what its suggestion makes of it.
func assertDiagnoses(
  _ marked: String, _ id: DiagnosticID, at start: String, _ end: String? = nil, fixed: String? = nil,
  file: StaticString = #filePath, line: UInt = #line
) {
  let (text, offsets) = removingMarkers(marked)
  var diagnostics = Diagnostics()
  let tree = parse(Source(name: Array("rules.conf".utf8), text: Array(text.utf8)), SourceLoader(), &diagnostics)
  guard diagnostics.all.count == 1, let diagnostic = diagnostics.all.first else {
    return XCTFail("not one finding:\n" + rendered(diagnostics, tree), file: file, line: line)
  }
  XCTAssertEqual(diagnostic.id, id, file: file, line: line)
  XCTAssertEqual(Int(diagnostic.range.start), offsets[start], file: file, line: line)
  if let end { XCTAssertEqual(Int(diagnostic.range.end), offsets[end], file: file, line: line) }
  guard let fixed else { return }
  guard let suggestion = diagnostic.suggestion else { return XCTFail("no suggestion", file: file, line: line) }
  var bytes = Array(text.utf8)
  bytes.replaceSubrange(Int(diagnostic.range.start)..<Int(diagnostic.range.end), with: suggestion)
  XCTAssertEqual(String(decoding: bytes, as: UTF8.self), fixed, file: file, line: line)
}

/// The text without its `1️⃣`, `2️⃣`, and the offset at which each stood.
private func removingMarkers(_ marked: String) -> (text: String, offsets: [String: Int]) {
  var text = ""
  var offsets: [String: Int] = [:]
  for character in marked {
    let isMarker = character.unicodeScalars.contains("\u{20e3}")
    if isMarker { offsets[String(character)] = text.utf8.count } else { text.append(character) }
  }
  return (text, offsets)
}
