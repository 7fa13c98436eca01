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
